import type { ByteSource } from '../bytes.ts';
import { SimulatorError } from '../error.ts';

/** Bytes at hand at once: to begin with, and where records are not longer. */
const FIRST = 1 << 16;
const MOST = 1 << 20;

/**
 * A piece of a file that moves over it as it is read: big files never lie in memory as a whole. It begins small, for most
 * are, and grows where one is not.
 */
export class Window {
  readonly #source: ByteSource;
  #bytes = new Uint8Array(FIRST);
  #view = new DataView(this.#bytes.buffer);
  #start = 0;
  #end = 0;
  #ended = false;
  #base = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Offset in the file of what is next. */
  get offset(): number {
    return this.#base + this.#start;
  }

  get atEnd(): boolean {
    return !this.has(1);
  }

  /** Whether so many bytes are left; they are then at hand. */
  has(count: number): boolean {
    if (this.#end - this.#start >= count) return true;
    this.#move(count);
    while (this.#end - this.#start < count && !this.#ended) {
      const got = this.#source.read(this.#bytes.subarray(this.#end));
      this.#end += got;
      this.#ended = got === 0;
    }
    return this.#end - this.#start >= count;
  }

  /** Makes sure of `count` bytes for `what`, which began `before` bytes earlier. Throws CF9002 when the file is cut. */
  need(count: number, what: string, before = 0): void {
    if (this.has(count)) return;
    const left = this.#end - this.#start;
    throw this.damaged(
      `${what} needs ${before + count} bytes, but the file ends after ${before + left}`,
      -before,
    );
  }

  /** An error that says where: `distance` bytes from what is next. */
  damaged(message: string, distance = 0): SimulatorError {
    return new SimulatorError(
      'CF9002',
      `${this.#source.name}: byte ${this.offset + distance}: ${message}`,
      'the file is cut or damaged; capture it again, or repair it with a tool that reads damaged captures',
    );
  }

  unsupported(message: string): SimulatorError {
    return new SimulatorError('CF9003', `${this.#source.name}: ${message}`);
  }

  foreign(message: string): SimulatorError {
    return new SimulatorError('CF9001', `${this.#source.name}: ${message}`);
  }

  u8(at: number): number {
    return this.#bytes[this.#start + at]!;
  }

  u16(at: number, littleEndian: boolean): number {
    return this.#view.getUint16(this.#start + at, littleEndian);
  }

  u32(at: number, littleEndian: boolean): number {
    return this.#view.getUint32(this.#start + at, littleEndian);
  }

  /** Bytes that are good until the window moves: `has` and `need` may do that. */
  bytes(at: number, count: number): Uint8Array {
    return this.#bytes.subarray(this.#start + at, this.#start + at + count);
  }

  skip(count: number): void {
    this.#start += count;
  }

  #move(count: number): void {
    const rest = this.#bytes.subarray(this.#start, this.#end);
    const { length } = this.#bytes;
    if (count > length || (this.#end === length && length < MOST)) {
      this.#bytes = new Uint8Array(Math.max(count, 2 * length));
      this.#view = new DataView(this.#bytes.buffer);
      this.#bytes.set(rest);
    } else {
      this.#bytes.copyWithin(0, this.#start, this.#end);
    }
    this.#base += this.#start;
    this.#end -= this.#start;
    this.#start = 0;
  }
}
