import type { Simulation } from '../../../simulator/simulation.ts';
import type { Command } from './command-cutter.ts';

const READ = /^\s*(?:READ|GET)\s+(?:0?\.)?(\S+)\s*$/i;
const WRITE = /^\s*(?:WRITE|SET|WRITEDATA)\s+(\S+)/i;
const CHECK_WRITE = /^\s*CHECKWRITE\s+(\S+)\s*$/i;
const QUIT = /^\s*(?:QUIT|CLOSE)\s*$/i;

/** More blanks than the router takes in a line. */
const TOO_LONG = ' '.repeat(65_536);

/** A running router as clients of its control sockets see it. */
export class Control {
  readonly #simulation: Simulation;
  readonly #known: ReadonlyMap<string, string>;

  /** `known`: handlers of the router itself that the simulation has not, with what they say. */
  constructor(simulation: Simulation, known: ReadonlyMap<string, string>) {
    this.#simulation = simulation;
    this.#known = known;
  }

  /** Empty for an empty line. */
  answer({ line, data, tooLong }: Command, readOnly: boolean): Buffer {
    if (tooLong) return this.#ask(`${line}${TOO_LONG}\n`);
    const name = READ.exec(line)?.[1] ?? '';
    const value = this.#known.get(name);
    if (value !== undefined)
      return bytes(`200 Read handler '${name}' OK\r\nDATA ${value.length}\r\n${value}`);
    return (readOnly ? this.#refusal(line) : undefined) ?? this.#ask(`${line}\n${data}`);
  }

  /** What a socket that is READONLY answers to a command that would write; undefined: the router refuses it itself. */
  #refusal(line: string): Buffer | undefined {
    const handler = (WRITE.exec(line) ?? CHECK_WRITE.exec(line))?.[1];
    if (handler === undefined) return undefined;
    const checked = this.#ask(`CHECKWRITE ${handler}\n`);
    const isWritable = checked.toString('latin1').startsWith('200');
    return isWritable ? bytes(`530 Permission denied for '${printable(handler)}'\r\n`) : undefined;
  }

  #ask(text: string): Buffer {
    return this.#simulation.control(bytes(text));
  }
}

export function isQuit({ line }: Command): boolean {
  return QUIT.test(line);
}

function bytes(latin1: string): Buffer {
  return Buffer.from(latin1, 'latin1');
}

function printable(text: string): string {
  return text.replace(/[^ -~]/g, '?');
}
