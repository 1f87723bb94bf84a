/** A quoted string, or a number as it was written; xl itself hardly tells them apart. */
export interface XlAtom {
  kind: 'string' | 'number';
  text: string;
}

/** A list. xl reads lists inside lists, and then drops them: see `check`. */
export interface XlList {
  kind: 'list';
  items: XlValue[];
}

export type XlValue = XlAtom | XlList;

const ESCAPES: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\x07': '\\a',
  '\b': '\\b',
  '\v': '\\v',
  '\f': '\\f',
};

/** A string value. */
export function xlString(text: string): XlAtom {
  return { kind: 'string', text };
}

/** A number value. Throws RangeError for what xl.cfg cannot hold: negative or broken numbers. */
export function xlNumber(value: number): XlAtom {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`xl.cfg cannot hold the number ${value}`);
  return { kind: 'number', text: String(value) };
}

export function xlList(items: XlValue[]): XlList {
  return { kind: 'list', items };
}

/** A value as xl reads it back; long lists take one line an item. Throws RangeError for a NUL in a string. */
export function printValue(value: XlValue): string {
  if (value.kind !== 'list') return value.kind === 'number' ? value.text : quote(value.text);
  const items = value.items.map(printValue);
  const line = `[${items.join(', ')}]`;
  if (items.length < 2 && line.length <= 100) return line;
  return `[\n${items.map((item) => `  ${item},\n`).join('')}]`;
}

function quote(text: string): string {
  if (text.includes('\0')) throw new RangeError('a string in xl.cfg cannot hold a NUL');
  return `"${text.replace(/["\\\n\t\r\x07\b\v\f]/g, (character) => ESCAPES[character]!)}"`;
}

/**
 * The integer that xl reads out of an atom (C's strtol with base 0), or undefined where xl finds none.
 * `8M`, `08` and what does not fit into 63 bits are no numbers to it; `-8` and ` 8` in quotes are.
 */
export function integerOf(atom: XlAtom): bigint | undefined {
  const match = /^[ \t\n\v\f\r]*([+-]?)(0x[0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/i.exec(atom.text);
  if (!match) return undefined;
  const [, sign, digits] = match as unknown as [string, string, string];
  const octal = /^0[0-7]+$/.test(digits);
  const size = BigInt(octal ? `0o${digits.slice(1)}` : digits);
  const value = sign === '-' ? -size : size;
  return value >= -(1n << 63n) && value < 1n << 63n ? value : undefined;
}
