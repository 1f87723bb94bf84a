/** A part of a packet that has a name. */
export interface DecodedField {
  /** Header and field: `IP TTL`. */
  name: string;
  value: string;
}

/** Adds fields of one header to a list. */
export class HeaderFields {
  readonly fields: DecodedField[] = [];
  readonly bytes: Uint8Array;
  readonly #header: string;
  readonly #start: number;

  constructor(header: string, bytes: Uint8Array, start: number) {
    this.#header = header;
    this.bytes = bytes;
    this.#start = start;
  }

  add(name: string, value: string | number): this {
    this.fields.push({ name: `${this.#header} ${name}`, value: `${value}` });
    return this;
  }

  u8(at: number): number {
    return this.bytes[this.#start + at]!;
  }

  u16(at: number): number {
    return (this.u8(at) << 8) | this.u8(at + 1);
  }

  u32(at: number): number {
    return this.u16(at) * 0x10000 + this.u16(at + 2);
  }

  hex16(at: number): string {
    return `0x${this.u16(at).toString(16).padStart(4, '0')}`;
  }

  address(at: number): string {
    return [0, 1, 2, 3].map((i) => this.u8(at + i)).join('.');
  }

  ethernet(at: number): string {
    return [0, 1, 2, 3, 4, 5]
      .map((i) =>
        this.u8(at + i)
          .toString(16)
          .padStart(2, '0'),
      )
      .join(':');
  }

  /** Bytes in hexadecimal. */
  raw(from: number, to: number): string {
    return Buffer.from(this.bytes.subarray(this.#start + from, this.#start + to)).toString('hex');
  }
}
