/** Classes of bytes, as bits. */
export const WORD = 1;
export const BLANK = 2;
export const VARIABLE = 4;
export const DIGIT = 8;
export const LETTER = 16;
/** Of a word in the expression of a packet filter. */
export const TERM = 32;
/** In a configuration string: what ends it, or begins what is to be read as a whole. */
export const SPECIAL = 64;
/** Of the keyword before an argument. */
export const KEYWORD = 128;
/** Of a byte in hexadecimal, or in its place in a pattern of which it may be any. */
export const HEX = 256;

/** The classes of each byte. C's own `isspace` and `isalnum` in the C locale. */
export const CLASS = new Uint16Array(256);

/** Without regular expressions: what they cost at first, every start would pay. */
function are(characters: string, classes: number): void {
  for (let at = 0; at < characters.length; at++) CLASS[characters.charCodeAt(at)]! |= classes;
}

are(' \f\n\r\t\v', BLANK);
are('0123456789', DIGIT | WORD | VARIABLE | TERM | KEYWORD);
are('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', LETTER | WORD | VARIABLE | TERM | KEYWORD);
are('_', WORD | VARIABLE | TERM | KEYWORD);
are('@', WORD | TERM);
are('./:-', TERM);
are(':.?!', KEYWORD);
are('0123456789abcdefABCDEF?', HEX);
are('()\'"/\\#', SPECIAL);

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
