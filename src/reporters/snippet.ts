import { decode, type SourceText } from './source-text.ts';

/** Columns of a source line that are shown at most, so that a line of a megabyte stays readable. */
const MAX_WIDTH = 120;
/** Columns kept before the underlined place when a line is cut at its front. */
const LEAD = 40;
const TAB = 8;

export interface Snippet {
  line: number;
  text: string;
  /** Blanks and carets that go under `text`. */
  marks: string;
}

/** The line at `start` and the carets under the bytes from `start` to `end`, or to the line's end. */
export function snippet(source: SourceText, start: number, end: number): Snippet {
  const { line } = source.position(start);
  const lineStart = source.lineStart(line);
  const lineEnd = Math.max(source.lineEnd(line), lineStart);
  const from = Math.min(start, lineEnd);
  const to = Math.max(from, Math.min(end, lineEnd));
  const before = cut(
    expand(source.bytes.substring(Math.max(lineStart, from - MAX_WIDTH * 4), from), 0),
    from - lineStart,
  );
  const marked = expand(source.bytes.substring(from, Math.min(to, from + MAX_WIDTH * 4)), width(before));
  const rest = source.bytes.substring(to, Math.min(lineEnd, to + MAX_WIDTH * 4));
  const after = expand(rest, width(before) + width(marked));
  const text = clip(before + marked + after);
  const room = Math.max(1, width(text) - width(before));
  const carets = '^'.repeat(Math.min(Math.max(1, width(marked)), room));
  return { line, text, marks: ' '.repeat(width(before)) + carets };
}

/** Cuts the front of a long line. */
function cut(text: string, bytes: number): string {
  if (text.length <= LEAD * 2 && bytes <= text.length + MAX_WIDTH * 4) return text;
  const chars = [...text];
  return chars.length > LEAD * 2 || bytes > text.length + MAX_WIDTH * 4
    ? `…${chars.slice(-LEAD).join('')}`
    : text;
}

function clip(text: string): string {
  if (text.length <= MAX_WIDTH) return text;
  const chars = [...text];
  return chars.length > MAX_WIDTH ? `${chars.slice(0, MAX_WIDTH).join('')}…` : text;
}

/** Decodes bytes, with tabs as blanks up to the next stop and control characters made visible. */
function expand(bytes: string, column: number): string {
  if (PLAIN.test(bytes)) return bytes;
  let text = '';
  for (const char of decode(bytes)) {
    if (char === '\t') text += ' '.repeat(TAB - ((column + width(text)) % TAB));
    else text += char < ' ' || (char >= '\x7f' && char < '\xa0') ? '\ufffd' : char;
  }
  return text;
}

/** Columns that a terminal gives to `text`: none to combining marks, two to East Asian wide characters. */
function width(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let columns = 0;
  for (const char of text) columns += char <= '~' || char === '\ufffd' ? 1 : columnsOf(char);
  return columns;
}

function columnsOf(char: string): number {
  return /\p{M}|\p{Cf}/u.test(char) ? 0 : WIDE.test(char) ? 2 : 1;
}

const PLAIN = /^[\x20-\x7e]*$/;

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
