import { isPlain, uncomment } from './arguments.ts';
import { afterComment, isAngle, isComment } from './scan.ts';

const ESCAPES: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** Takes one level of quoting from a word: `'..'` literal, `".."` with escapes, `\<48 65>` outside of quotes. */
export function unquote(word: string): string {
  const text = uncomment(word);
  if (isPlain(text)) return text;
  let result = '';
  let quote = '';
  for (let pos = 0; pos < text.length; ) {
    const char = text[pos]!;
    if ((char === '"' || char === "'") && (quote === '' || quote === char)) {
      quote = quote === '' ? char : '';
      pos++;
    } else if (isEscape(text, pos, quote)) {
      const found = readEscape(text, pos);
      result += found.text;
      pos = found.end;
    } else {
      ORDINARY.lastIndex = pos + 1;
      const end = pos + 1 + ORDINARY.exec(text)![0].length;
      result += text.substring(pos, end);
      pos = end;
    }
  }
  return result;
}

const ORDINARY = /[^"'\\]*/y;

function isEscape(text: string, pos: number, quote: string): boolean {
  if (text[pos] !== '\\' || pos + 1 >= text.length) return false;
  return quote === '"' || (quote === '' && isAngle(text, pos));
}

/** What the escape at `pos` stands for, and the offset after it. A lone final backslash stays. */
export function readEscape(text: string, pos: number): { text: string; end: number } {
  const char = text[pos + 1];
  if (char === undefined) return { text: '\\', end: pos + 1 };
  if (char === '\n') return { text: '', end: pos + 2 };
  if (char === '\r') return { text: '', end: text[pos + 2] === '\n' ? pos + 3 : pos + 2 };
  if (char === '<') return readBytes(text, pos + 2);
  if (char === 'x') return readCode(text, pos + 2, /[0-9A-Fa-f]*/y, 16);
  if (char >= '0' && char <= '7') return readCode(text, pos + 1, /[0-7]{1,3}/y, 8);
  return { text: ESCAPES[char] ?? char, end: pos + 2 };
}

function readCode(text: string, pos: number, digits: RegExp, base: number): { text: string; end: number } {
  digits.lastIndex = pos;
  const found = digits.exec(text)![0];
  // The low 8 bits are kept, so the last two digits decide however many there are.
  const code = found === '' ? 0 : Number.parseInt(found.slice(-3), base) & 255;
  return { text: String.fromCharCode(code), end: pos + found.length };
}

/** Hexadecimal pairs up to `>`; everything else between them is ignored, a nibble left over is dropped. */
function readBytes(text: string, pos: number): { text: string; end: number } {
  let result = '';
  let nibble = -1;
  while (pos < text.length && text[pos] !== '>') {
    if (isComment(text, pos)) {
      pos = afterComment(text, pos);
      continue;
    }
    const value = '0123456789abcdef'.indexOf(text[pos]!.toLowerCase());
    if (value >= 0 && nibble >= 0) {
      result += String.fromCharCode(nibble * 16 + value);
      nibble = -1;
    } else if (value >= 0) nibble = value;
    pos++;
  }
  return { text: result, end: Math.min(pos + 1, text.length) };
}

/** A double-quoted string that `unquote` turns back into `bytes`. */
export function quote(bytes: string): string {
  return `"${escapeQuoted(bytes)}"`;
}

/** `bytes` as they are written between double quotes. */
export function escapeQuoted(bytes: string): string {
  return bytes.replace(/[\\"$\x00-\x1f\x7f-\xff]/g, (char) => {
    if (char === '\\' || char === '"' || char === '$') return `\\${char}`;
    if (char === '\t') return '\\t';
    if (char === '\r') return '\\r';
    if (char === '\n') return '\\n';
    return `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`;
  });
}
