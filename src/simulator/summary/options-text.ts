/** What IP and TCP options have in common: how those without a name are written, and the scanner of both. */

/** `KIND=BYTE:BYTE…` of an option with a length byte. */
export function printUnknown(option: Uint8Array): string {
  const data = Array.from(option.subarray(2)).join(':');
  return data === '' ? `${option[0]}` : `${option[0]}=${data}`;
}

/** Walks over the text of options; every method takes what it finds. */
export class OptionScanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  take(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  /** Whether `pattern`, which must be sticky, fits here. */
  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text);
  }

  /** A decimal number of at most `most`. */
  number(most: number): number | undefined {
    const found = this.#match(/\d{1,10}/y);
    return found !== undefined && Number(found) <= most ? Number(found) : undefined;
  }

  address(): number[] | undefined {
    const found = this.#match(/\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/y);
    const bytes = found?.split('.').map(Number);
    return bytes?.every((byte) => byte <= 255) ? bytes : undefined;
  }

  /** `KIND` or `KIND=BYTE:BYTE…`. */
  unknown(): number[] | undefined {
    const kind = this.number(255);
    if (kind === undefined) return undefined;
    if (!this.sees(/=\d/y)) return [kind];
    const data: number[] = [];
    do {
      this.#at++;
      const value = this.number(255);
      if (value === undefined) return undefined;
      data.push(value);
    } while (this.sees(/:\d/y));
    return data.length > 253 ? undefined : [kind, data.length + 2, ...data];
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }
}

const MOST = 40;
const NOP = 1;

/** Reads options with `one` until the text ends; undefined: it is wrong, or too long for a header. */
export function parseOptions(
  text: string,
  one: (scanner: OptionScanner, before: number[]) => number[] | undefined,
): Uint8Array | undefined {
  if (text === '' || text === '.') return new Uint8Array();
  if (text === '-') return undefined;
  const scanner = new OptionScanner(text);
  const bytes: number[] = [];
  for (;;) {
    const option = one(scanner, bytes);
    if (!option) return undefined;
    bytes.push(...option);
    if (scanner.atEnd) break;
    if (!scanner.take(',') && !scanner.take(';')) return undefined;
  }
  // Padding in front is worth less than an option.
  while (bytes.length > MOST && bytes[0] === NOP) bytes.shift();
  return bytes.length > MOST ? undefined : Uint8Array.from(bytes);
}

export function word32(value: number): number[] {
  return [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}
