import type { ByteSource } from '../bytes.ts';

const PIECE = 1 << 16;

/** Cuts a source into lines (each with its end) or pieces of a given size; text is latin1. */
export class LineSource {
  readonly #source: ByteSource;
  readonly #buffer = new Uint8Array(PIECE);
  #text = '';
  #at = 0;
  #ended = false;
  /** Lines, or records, taken so far. */
  number = 0;
  /** Bytes taken so far. */
  position = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** The next line, which stays. */
  peekLine(): string | undefined {
    return this.#find();
  }

  line(): string | undefined {
    const line = this.#find();
    if (line === undefined) return undefined;
    this.#take(line.length);
    this.number++;
    return line;
  }

  /** Exactly so many bytes; undefined when the source has less. */
  bytes(count: number): string | undefined {
    while (this.#text.length - this.#at < count) if (!this.#fill()) return undefined;
    const bytes = this.#text.substring(this.#at, this.#at + count);
    this.#take(count);
    return bytes;
  }

  #take(count: number): void {
    this.#at += count;
    this.position += count;
  }

  /** Lines end with \n, \r\n or a lone \r. */
  #find(): string | undefined {
    for (;;) {
      LINE_END.lastIndex = this.#at;
      const found = LINE_END.exec(this.#text);
      // A \r at the end of what was read may have its \n still to come.
      if (found && (found[0] !== '\r' || LINE_END.lastIndex < this.#text.length || this.#ended))
        return this.#text.substring(this.#at, LINE_END.lastIndex);
      if (this.#fill()) continue;
      if (found) continue;
      return this.#at < this.#text.length ? this.#text.substring(this.#at) : undefined;
    }
  }

  #fill(): boolean {
    if (this.#ended) return false;
    const got = this.#source.read(this.#buffer);
    this.#ended = got === 0;
    this.#text =
      this.#text.substring(this.#at) + Buffer.from(this.#buffer.subarray(0, got)).toString('latin1');
    this.#at = 0;
    return got > 0;
  }
}

const LINE_END = /\r\n|\n|\r/g;
