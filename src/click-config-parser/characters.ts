/** Classes of bytes, as bits. */
export const WORD = 1;
export const BLANK = 2;
export const VARIABLE = 4;
export const DIGIT = 8;
export const LETTER = 16;

/** The classes of each byte. C's own `isspace` and `isalnum` in the C locale. */
export const CLASS = new Uint8Array(256);

for (const char of ' \f\n\r\t\v') CLASS[char.charCodeAt(0)]! |= BLANK;
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code);
  if (/[A-Za-z0-9_@]/.test(char)) CLASS[code]! |= WORD;
  if (/[A-Za-z0-9_]/.test(char)) CLASS[code]! |= VARIABLE;
  if (/[0-9]/.test(char)) CLASS[code]! |= DIGIT;
  if (/[A-Za-z]/.test(char)) CLASS[code]! |= LETTER;
}

/** Whether the byte at `pos` of `text` is of one of `classes`; false at the end. */
export function isAt(text: string, pos: number, classes: number): boolean {
  return pos < text.length && (CLASS[text.charCodeAt(pos)]! & classes) !== 0;
}

/** The offset of the first byte at or after `pos` that is of none of `classes`. */
export function skip(text: string, pos: number, classes: number): number {
  while (pos < text.length && (CLASS[text.charCodeAt(pos)]! & classes) !== 0) pos++;
  return pos;
}

/** The offset of the first byte at or after `pos` that is of one of `classes`; the length of `text` if none is. */
export function find(text: string, pos: number, classes: number): number {
  while (pos < text.length && (CLASS[text.charCodeAt(pos)]! & classes) === 0) pos++;
  return pos;
}

/** Whether there is nothing but digits in a text. */
export function isDigits(text: string): boolean {
  return skip(text, 0, DIGIT) === text.length;
}
