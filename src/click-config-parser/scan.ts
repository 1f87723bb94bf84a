/**
 * The stretches that Click never looks into: comments, quoted strings, `\<...>`. Each function takes the
 * offset where the stretch begins and returns the offset after it, or the text's length when it does not end.
 */

/** Whether a comment begins at `pos`. */
export function isComment(text: string, pos: number): boolean {
  if (text.charCodeAt(pos) !== 47 /* / */) return false;
  const next = text.charCodeAt(pos + 1);
  return next === 47 || next === 42 /* * */;
}

/** Of a comment that begins at `pos`; the line end belongs to a `//` comment. */
export function afterComment(text: string, pos: number): number {
  if (text.charCodeAt(pos + 1) === 47) return afterLine(text, pos + 2);
  const end = text.indexOf('*/', pos + 2);
  return end < 0 ? text.length : end + 2;
}

/** Bytes that `afterLine` looks through at once, as the next line feed of a text may be far away. */
const STRETCH = 256;

/** The start of the next line; `\n`, `\r\n` and `\r` end a line. */
export function afterLine(text: string, pos: number): number {
  for (; pos < text.length; pos += STRETCH) {
    const stretch = text.substring(pos, pos + STRETCH);
    const feed = stretch.indexOf('\n');
    const carriage = (feed < 0 ? stretch : stretch.substring(0, feed)).indexOf('\r');
    if (carriage >= 0) {
      const next = pos + carriage + 1;
      return text.charCodeAt(next) === 10 ? next + 1 : next;
    }
    if (feed >= 0) return pos + feed + 1;
  }
  return text.length;
}

/** Of a string in single or double quotes that begins at `pos`. */
export function afterQuoted(text: string, pos: number): number {
  if (text.charCodeAt(pos) === 39 /* ' */) {
    const end = text.indexOf("'", pos + 1);
    return end < 0 ? text.length : end + 1;
  }
  pos++;
  while (pos < text.length) {
    const code = text.charCodeAt(pos);
    if (code === 34 /* " */) return pos + 1;
    if (code !== 92 /* \ */) pos++;
    else pos = isAngle(text, pos) ? afterAngle(text, pos) : pos + 2;
  }
  return text.length;
}

/** Whether `\<` stands at `pos`. */
export function isAngle(text: string, pos: number): boolean {
  return text.charCodeAt(pos) === 92 && text.charCodeAt(pos + 1) === 60;
}

/** Of `\<...>` that begins at `pos`; comments inside it may hold a `>`. */
export function afterAngle(text: string, pos: number): number {
  pos += 2;
  while (pos < text.length) {
    if (text.charCodeAt(pos) === 62 /* > */) return pos + 1;
    pos = isComment(text, pos) ? afterComment(text, pos) : pos + 1;
  }
  return text.length;
}

/** Of the comment, quoted string, `\<...>` or single byte at `pos`. */
export function afterPiece(text: string, pos: number): number {
  const char = text[pos];
  if (char === '"' || char === "'") return afterQuoted(text, pos);
  if (isComment(text, pos)) return afterComment(text, pos);
  return isAngle(text, pos) ? afterAngle(text, pos) : pos + 1;
}
