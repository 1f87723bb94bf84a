/**
 * Something that a server has said, as text for one line of a terminal. It can be of any kind: an object whose toString
 * is a number cannot be made text as others can.
 */
export function textOf(value: unknown): string {
  if (typeof value === 'object' && value !== null) return '…';
  return String(value).replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}

/** Whether something is an id as servers make them: one that can stand in a path and on a terminal as it is. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.~-]+$/.test(value);
}
