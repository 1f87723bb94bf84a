/**
 * Something that a server has said, as text. It can be of any kind: an object whose toString is a number cannot be made
 * text as others can.
 */
export function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? '…' : String(value);
}
