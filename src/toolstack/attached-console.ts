import type { Finished, Running } from '../system/processes.ts';
import { ToolstackError } from './codes.ts';
import { ConsoleStream } from './console-stream.ts';
import { type Host, lastLine, SSH_FAILED } from './host.ts';
import { ATTACH, script } from './scripts.ts';
import type { Toolstack } from './toolstack.ts';

/** Exit codes of the script. */
const NO_DOMAIN = 9;
const NO_CONSOLE = 8;

/** A domain's console, to read and to write. */
export class AttachedConsole {
  readonly #running: Running;
  /** Number of the domain; undefined until it is known. */
  domid: number | undefined;
  /** Settles when the console is gone. */
  readonly ended: Promise<Finished>;
  /** Settles when it is there, or gone. */
  readonly attached: Promise<unknown>;
  #attach: () => void = () => {};

  private constructor(running: Running) {
    this.#running = running;
    this.ended = running.ended.then((done) => {
      running.end();
      return done;
    });
    const there = new Promise<void>((resolve) => {
      this.#attach = resolve;
    });
    this.attached = Promise.race([there, this.ended]);
  }

  /** `afterwards`: a command that is run on the host as soon as the console is watched. */
  static async open(
    host: Host,
    { name: tool }: Toolstack,
    name: string,
    onLine: (line: string) => void,
    {
      afterwards = [],
      onAnswer,
    }: { afterwards?: readonly string[]; onAnswer?: (answer: string) => void } = {},
  ): Promise<AttachedConsole> {
    let console: AttachedConsole | undefined;
    let first = true;
    const early: string[] = [];
    const take = (line: string) => {
      const header = first ? /^console ([0-9]+) /.exec(line) : null;
      first = false;
      if (header && console) console.#found(Number(header[1]));
      else if (!header) onLine(line);
    };
    const stream = new ConsoleStream(take, onAnswer);
    const onOutput = (text: string) => {
      if (console) stream.take(text);
      else early.push(text);
    };
    const running = await host.start(script(ATTACH, tool, name, ...afterwards), onOutput);
    console = new AttachedConsole(running);
    for (const text of early) stream.take(text);
    void console.ended.then(() => {
      if (stream.rest !== '') onLine(stream.rest);
    });
    return console;
  }

  #found(domid: number): void {
    this.domid = domid;
    this.#attach();
  }

  write(text: string): void {
    this.#running.write(text);
  }

  async close(): Promise<void> {
    this.#running.end();
    await this.ended;
  }
}

/** Why a console could not be had; undefined where it was only the domain that ended. */
export function consoleFailure({ exitCode, stderr }: Finished, name: string): ToolstackError | undefined {
  if (exitCode === 0) return undefined;
  if (exitCode === NO_DOMAIN) return noSuchDomain(name);
  if (exitCode === SSH_FAILED) {
    const message = `the connection to the host of ${name} broke: ${lastLine(stderr) ?? 'ssh failed'}`;
    return new ToolstackError('CF7511', message, 'see that the host is there, and try again');
  }
  const said =
    exitCode === NO_CONSOLE ? 'the host gives it no terminal' : (lastLine(stderr) ?? `exit code ${exitCode}`);
  const hint = 'is xenconsoled running on the host?';
  return new ToolstackError('CF7516', `cannot have the console of ${name}: ${said}`, hint);
}

export function noSuchDomain(name: string): ToolstackError {
  return new ToolstackError('CF7512', `there is no domain ${name}`, '`clickforge list` tells what there is');
}
