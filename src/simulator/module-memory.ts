/** Reads and writes the module's memory, which moves when it grows. */
export class ModuleMemory {
  readonly #memory: WebAssembly.Memory;
  #bytes: Uint8Array;
  #view: DataView;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#view = new DataView(memory.buffer);
  }

  get bytes(): Uint8Array {
    this.#follow();
    return this.#bytes;
  }

  get view(): DataView {
    this.#follow();
    return this.#view;
  }

  /** A copy. */
  text(at: number, size: number): string {
    const { bytes } = this;
    return Buffer.from(bytes.buffer, at, size).toString('latin1');
  }

  /** Writes latin1 text as far as there is room; the number of bytes. */
  putText(at: number, capacity: number, text: string): number {
    const bytes = Buffer.from(text, 'latin1').subarray(0, capacity);
    this.bytes.set(bytes, at);
    return bytes.length;
  }

  #follow(): void {
    if (this.#bytes.buffer === this.#memory.buffer) return;
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#view = new DataView(this.#memory.buffer);
  }
}
