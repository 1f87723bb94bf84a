/** The Plan's strings: what the host alone reads, then names and configuration strings, each stored once. */
export class Strings {
  readonly #offsets = new Map<string, number>();
  readonly #parts: string[] = [];
  #size = 0;

  /** `classNames`: of the classes in use, by their numbers. */
  constructor(classNames: readonly string[], requirements: readonly string[]) {
    this.#append(`${[classNames.join(' '), ...requirements].join('\0')}\0\0`);
  }

  /** Where the string stands, counted from the first of all. */
  add(string: string): number {
    const offset = this.#offsets.get(string) ?? this.#append(string);
    this.#offsets.set(string, offset);
    return offset;
  }

  bytes(): Uint8Array {
    return Buffer.from(this.#parts.join(''), 'latin1');
  }

  #append(string: string): number {
    const offset = this.#size;
    this.#parts.push(string);
    this.#size += string.length;
    return offset;
  }
}

/** What the constructor put in front. */
export function readPreamble(strings: string): { classNames: string[]; requirements: string[] } | undefined {
  const end = strings.indexOf('\0\0');
  if (end < 0) return undefined;
  const [classNames = '', ...requirements] = strings.slice(0, end).split('\0');
  return { classNames: classNames === '' ? [] : classNames.split(' '), requirements };
}

/** Bytes as text in which a character is a byte. */
export function latin1({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('latin1');
}
