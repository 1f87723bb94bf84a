const ANSWER_START = '\x02';
const ANSWER_END = '\x03';
const ESCAPE = '\x10';
const ESCAPE_FLIP = 0x40;

/** What a guest prints is not to move anybody's cursor. */
const printable = (line: string) => line.replace(/[\x00-\x08\x0b-\x1f\x7f]/g, '?');

/** Takes the two things apart that a guest's console carries: lines of its log, and framed answers. */
export class ConsoleStream {
  readonly #onLine: (line: string) => void;
  readonly #onAnswer: (answer: string) => void;
  #line = '';
  /** Undefined outside of an answer. */
  #answer: string | undefined;
  #escaped = false;

  constructor(onLine: (line: string) => void, onAnswer: (answer: string) => void = () => {}) {
    this.#onLine = onLine;
    this.#onAnswer = onAnswer;
  }

  /** Latin1 text in pieces of any size. */
  take(text: string): void {
    for (const byte of text) {
      if (this.#answer === undefined) this.#outside(byte);
      else this.#inside(byte, this.#answer);
    }
  }

  /** The line that had no end yet. */
  get rest(): string {
    return printable(this.#line);
  }

  #outside(byte: string): void {
    if (byte === ANSWER_START) this.#answer = '';
    else if (byte === '\n') {
      this.#onLine(printable(this.#line.replace(/\r+$/, '')));
      this.#line = '';
    } else if (byte !== ANSWER_END) this.#line += byte;
  }

  #inside(byte: string, answer: string): void {
    if (this.#escaped) {
      this.#answer = answer + String.fromCharCode(byte.charCodeAt(0) ^ ESCAPE_FLIP);
      this.#escaped = false;
    } else if (byte === ESCAPE) this.#escaped = true;
    // The end of the last answer was lost: this is another one.
    else if (byte === ANSWER_START) this.#answer = '';
    else if (byte === ANSWER_END) {
      this.#answer = undefined;
      this.#onAnswer(answer);
    } else this.#answer = answer + byte;
  }
}
