import type { Finished, Processes, Running } from '../../src/system/processes.ts';

const DONE: Finished = { exitCode: 0, stdout: '', stderr: '', missing: false, timedOut: false };

/** What a program that runs beside us can do. */
export interface Script {
  say(text: string): void;
  complain(text: string): void;
  end(done?: Partial<Finished>): void;
}

/** Programs of a host that are not there: functions answer for them, of the words that they are called with. */
export class ScriptedProcesses implements Processes {
  /** Each call's words, those of shell scripts without the script. */
  readonly calls: string[] = [];
  /** What those that run beside us were sent. */
  sent = '';
  /** Of programs that run to their end: what is not answered for succeeds and says nothing. */
  readonly answers: Record<string, Partial<Finished> | (() => Partial<Finished>)>;
  /** Called with what runs beside us. By default that runs until it is ended. */
  onStart: (words: string, script: Script) => void;

  constructor(
    answers: Record<string, Partial<Finished> | (() => Partial<Finished>)> = {},
    onStart: (words: string, script: Script) => void = () => {},
  ) {
    this.answers = answers;
    this.onStart = onStart;
  }

  async run(program: string, args: readonly string[]): Promise<Finished> {
    const words = this.#note(program, args);
    const key = Object.keys(this.answers).find((start) => words.startsWith(start));
    const answer = key === undefined ? {} : this.answers[key]!;
    return { ...DONE, ...(typeof answer === 'function' ? answer() : answer) };
  }

  async start(
    program: string,
    args: readonly string[],
    onOutput: (text: string) => void,
    onErrors: (text: string) => void = () => {},
  ): Promise<Running> {
    let end: (done: Partial<Finished>) => void = () => {};
    let stderr = '';
    const ended = new Promise<Finished>((resolve) => {
      end = (done) => resolve({ ...DONE, stderr, ...done });
    });
    const complain = (text: string) => {
      stderr += text;
      onErrors(text);
    };
    this.onStart(this.#note(program, args), { say: onOutput, complain, end: (done = {}) => end(done) });
    return {
      write: (text) => {
        this.sent += text;
      },
      end: () => end({}),
      kill: () => end({ exitCode: undefined }),
      ended,
    };
  }

  async hand(program: string, args: readonly string[]): Promise<Finished> {
    return this.run(program, args);
  }

  #note(program: string, args: readonly string[]): string {
    const isScript = program === 'sh' && args[0] === '-c';
    const words = (isScript ? args.slice(3) : [program, ...args]).join(' ');
    this.calls.push(words);
    return words;
  }
}
