/** A command of the control protocol: its line without the line's end, and the data that it announces; latin1. */
export interface Command {
  line: string;
  data: string;
  /** More was sent than a command may have; `data` is without it. */
  tooLong: boolean;
}

/** Bytes of a line, or of its data, that are kept. */
const MOST = 65_536;

const WITH_DATA = /^\s*(?:READDATA|WRITEDATA)\s+\S+\s+(\d+)\s*$/i;

/** Cuts what a client sends into commands. Lines end with CR, LF, or both. */
export class CommandCutter {
  #line = '';
  #data = '';
  /** Bytes of data that are still to come; undefined: a line is read. */
  #wanted: number | undefined;
  #tooLong = false;
  #afterReturn = false;

  /** The commands that `bytes` complete. */
  *take(bytes: Uint8Array): Generator<Command> {
    let text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    while (text !== '') {
      if (this.#wanted === undefined) text = this.#takeLine(text);
      else text = this.#takeData(text, this.#wanted);
      if (this.#wanted === 0) yield this.#command();
    }
  }

  #takeLine(text: string): string {
    if (this.#afterReturn && text.startsWith('\n')) {
      this.#afterReturn = false;
      return text.substring(1);
    }
    this.#afterReturn = false;
    const end = text.search(/[\r\n]/);
    this.#line += this.#fitting(end < 0 ? text : text.substring(0, end), this.#line.length);
    if (end < 0) return '';
    this.#afterReturn = text[end] === '\r';
    this.#wanted = Number(WITH_DATA.exec(this.#line)?.[1] ?? 0);
    return text.substring(end + 1);
  }

  #takeData(text: string, wanted: number): string {
    const own = text.substring(0, wanted);
    this.#data += this.#fitting(own, this.#data.length);
    this.#wanted = wanted - own.length;
    return text.substring(own.length);
  }

  #fitting(text: string, before: number): string {
    if (before + text.length <= MOST) return text;
    this.#tooLong = true;
    return text.substring(0, MOST - before);
  }

  #command(): Command {
    const command = { line: this.#line, data: this.#data, tooLong: this.#tooLong };
    this.#line = '';
    this.#data = '';
    this.#wanted = undefined;
    this.#tooLong = false;
    return command;
  }
}
