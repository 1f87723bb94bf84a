import type { Clock } from '../system/system.ts';
import { AttachedConsole, consoleFailure } from './attached-console.ts';
import { ToolstackError } from './codes.ts';
import type { Host } from './host.ts';
import { patience } from './patience.ts';
import type { Toolstack } from './toolstack.ts';

/** An answer of Click's ControlSocket. */
export interface Answer {
  code: number;
  message: string;
  /** What a read handler gave, as latin1 text. */
  data: string;
}

/** Reads an answer; undefined: it is none. */
export function parseAnswer(text: string): Answer | undefined {
  const lines: string[] = [];
  let rest = text;
  for (;;) {
    const match = /^([0-9]{3})([ -])([^\r\n]*)\r?\n/.exec(rest);
    if (!match) return undefined;
    lines.push(match[3]!);
    rest = rest.slice(match[0].length);
    if (match[2] === '-') continue;
    const data = /^DATA ([0-9]+)\r?\n/.exec(rest);
    const value = data ? rest.slice(data[0].length, data[0].length + Number(data[1])) : '';
    return { code: Number(match[1]), message: lines.join('; '), data: value };
  }
}

const READ_ONLY = 530;

/** Handlers of a running router, over its console. */
export class Control {
  readonly #name: string;
  readonly #clock: Clock;
  readonly #milliseconds: number;
  readonly #answers: string[] = [];
  #wake: () => void = () => {};
  #console!: AttachedConsole;
  #ended = false;

  private constructor(name: string, clock: Clock, seconds: number) {
    this.#name = name;
    this.#clock = clock;
    this.#milliseconds = seconds * 1000;
  }

  /** `seconds`: that an answer may take. */
  static async open(
    host: Host,
    toolstack: Toolstack,
    name: string,
    { clock, seconds }: { clock: Clock; seconds: number },
  ): Promise<Control> {
    const control = new Control(name, clock, seconds);
    const onAnswer = (answer: string) => {
      control.#answers.push(answer);
      control.#wake();
    };
    control.#console = await AttachedConsole.open(host, toolstack, name, () => {}, { onAnswer });
    void control.#console.ended.then(() => {
      control.#ended = true;
      control.#wake();
    });
    await control.#console.attached;
    await control.#greet();
    return control;
  }

  async read(handler: string): Promise<string> {
    return (await this.#ask(`READ ${handler}\r\n`, handler)).data;
  }

  async write(handler: string, value: string): Promise<string> {
    // The line ends of a value would end the request.
    return (await this.#ask(`WRITEDATA ${handler} ${value.length}\r\n${value}`, handler)).message;
  }

  async close(): Promise<void> {
    await this.#console.close();
  }

  /** Others may have left half a request, and answers that nobody read: what comes before our own word is theirs. */
  async #greet(): Promise<void> {
    const word = `clickforge-${this.#clock.wall().toString(36)}${Math.trunc(this.#clock.now() * 1000).toString(36)}`;
    this.#console.write(`\r\nREAD ${word}\r\n`);
    while (!(await this.#next()).includes(word));
  }

  async #ask(request: string, handler: string): Promise<Answer> {
    this.#console.write(request);
    const answer = parseAnswer(await this.#next());
    if (answer !== undefined && answer.code < 300) return answer;
    const reason = answer ? `${answer.message} (${answer.code})` : 'its answer makes no sense';
    const hint =
      answer?.code === READ_ONLY && handler.endsWith('.config')
        ? 'an image has nothing that reads arguments: write to handlers of single ones, or build it again'
        : `\`clickforge control ${this.#name} list\` tells what there is`;
    throw new ToolstackError('CF7514', `${handler}: ${reason}`, hint, { kind: 'findings' });
  }

  async #next(): Promise<string> {
    const end = this.#clock.now() + this.#milliseconds;
    const late = new AbortController();
    void patience(this.#clock, this.#milliseconds, late.signal).then(() => this.#wake());
    try {
      for (;;) {
        const answer = this.#answers.shift();
        if (answer !== undefined) return answer;
        if (this.#ended) throw await this.#gone();
        if (this.#clock.now() >= end) throw await this.#silence();
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      late.abort();
    }
  }

  async #gone(): Promise<ToolstackError> {
    const failure = consoleFailure(await this.#console.ended, this.#name);
    if (failure) return failure;
    const hint = `\`clickforge logs ${this.#name}\` may tell why`;
    return new ToolstackError('CF7515', `${this.#name} ended before it answered`, hint);
  }

  async #silence(): Promise<ToolstackError> {
    await this.#console.close();
    const message = `the router of ${this.#name} does not answer for ${this.#milliseconds / 1000} s`;
    const hint = 'leave other consoles of this domain: they take the answers; or give it more --timeout';
    return new ToolstackError('CF7515', message, hint, { kind: 'timeout' });
  }
}
