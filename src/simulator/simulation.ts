import { simulatorAbi } from '../../generated/abi.js';
import type { Plan } from '../plan/index.ts';
import { readPlan } from '../plan/index.ts';
import type { Channel, InputChannel, OutputChannel } from './channel.ts';
import type { Connection } from './counts.ts';
import { readConnections } from './counts.ts';
import { SimulatorError } from './error.ts';
import { Handlers } from './handlers.ts';
import { Machine } from './machine.ts';
import type { Reader } from './reconfigure.ts';
import { NEVER, readSetting, writeSetting } from './settings.ts';

/** How the run ended: an element stopped it, nothing can happen any more, or a limit was reached. */
export type EndReason = 'stopped' | 'idle' | 'drained' | 'until' | 'interrupted';

export interface SimulationOptions {
  /** The compiled module. */
  module: WebAssembly.Module;
  /** The bytes of a Plan, as an image holds it. */
  plan: Uint8Array;
  /** Packets by the device that receives them, and where those go that a device sends. */
  inputs?: ReadonlyMap<number, InputChannel>;
  outputs?: ReadonlyMap<number, OutputChannel>;
  /** Opens the file of an element (FromDump and its kin), given its index. */
  openFile?: (element: number, plan: Plan) => Channel;
  /** Writes a file for an element; without it none can. */
  saveFile?: (path: string, bytes: Uint8Array, append: boolean) => void;
  /** Reads new arguments of elements and names in what is written to handlers; without it they take neither. */
  reader?: Reader;
  /** Takes the log; bytes are good until it returns. */
  console: (bytes: Uint8Array) => void;
  /** Takes what elements print for people; by default it is part of the log. */
  print?: (bytes: Uint8Array) => void;
  clock?: SimulatedClock;
  /** Most packets that a source takes in one go; 1 (the default) gives Click's own order of packets. */
  burst?: number;
  /** Most packets that are taken from the inputs. */
  packets?: number;
  /** Bytes for tables and packets. */
  memory?: number;
  seed?: bigint;
}

/** Times in nanoseconds. */
export interface SimulatedClock {
  /** Since 1970-01-01 UTC when the run begins; packets arrive when the clock gets to their time. */
  epoch: bigint;
  /** The clock goes by itself: this tells how far it is. Absent: it jumps to where something happens. */
  now?: () => number;
  /** Ends the run. */
  until?: bigint;
  /** Ends it when, behind the end of the inputs, no packet moves for so long; absent: never. */
  drain?: bigint;
}

const MEMORY = 64 * 1024 * 1024;
const CONTROL_PIECE = 8192;
export const DEFAULT_EPOCH = 1_000_000_000_000_000_000n;

const REASONS = ['more', 'stopped', 'idle', 'drained', 'until', 'wait'] as const;

/** What a piece of a run came to: `wait` until `deadline` (ns on the simulation's clock), or an end. */
export type Progress =
  | { state: 'more' }
  | { state: 'wait'; nanoseconds: number }
  | { state: 'end'; reason: EndReason };

/** A router that runs inside of this process. */
export class Simulation {
  readonly plan: Plan;
  readonly handlers: Handlers;
  readonly #machine: Machine;
  #controlRoom: number | undefined;
  #answers: Buffer[] = [];

  /** Starts the router. Throws SimulatorError where an element refuses to. */
  constructor(options: SimulationOptions) {
    const { plan, openFile, clock } = options;
    this.plan = readPlan(plan, simulatorAbi);
    this.#machine = new Machine(options.module, {
      console: options.console,
      print: options.print ?? options.console,
      save: options.saveFile ?? noFiles,
      now: clock?.now ?? (() => 0),
      answer: (bytes) => this.#answers.push(Buffer.from(bytes)),
      open: (element) => openElement(this.plan, element, openFile),
      reader: options.reader,
    });
    this.#machine.connect(options.inputs ?? new Map(), options.outputs ?? new Map());
    this.#set(options);
    this.#start(plan);
    this.handlers = new Handlers(this.#machine);
  }

  /** Gives the router at most `turns` turns. */
  run(turns: number): Progress {
    const reason = REASONS[this.#machine.call((exports) => exports.run(turns))]!;
    if (reason === 'more') return { state: 'more' };
    if (reason !== 'wait') return { state: 'end', reason };
    const left = readSetting(this.#machine, 'deadline') - readSetting(this.#machine, 'now');
    return { state: 'wait', nanoseconds: Number(left) };
  }

  /** The answer to one command of the control protocol, with its line's end and its data. */
  control(command: Uint8Array): Buffer {
    this.#controlRoom ??= this.#machine.exports.memory_take(CONTROL_PIECE);
    const at = this.#controlRoom;
    this.#answers = [];
    for (let begin = 0; begin < command.length; begin += CONTROL_PIECE) {
      const piece = command.subarray(begin, begin + CONTROL_PIECE);
      this.#machine.memory.bytes.set(piece, at);
      this.#machine.call((exports) => exports.control(at, piece.length));
    }
    return Buffer.concat(this.#answers);
  }

  /** Nanoseconds on the simulation's clock. */
  get now(): bigint {
    return readSetting(this.#machine, 'now');
  }

  get turns(): number {
    return Number(readSetting(this.#machine, 'turns'));
  }

  /** Packets from files that were longer than the router's packets can be. */
  get tooLong(): number {
    return Number(readSetting(this.#machine, 'tooLong'));
  }

  /** Packets that are in the router now. */
  get alive(): number {
    return this.#machine.exports.alive();
  }

  /** How many packets crossed each connection. */
  connections(): Connection[] {
    return readConnections(this.plan, this.#machine.exports);
  }

  /** Closes all outputs. */
  close(): void {
    this.#machine.close();
  }

  #set({ clock, burst = 1, packets, memory = MEMORY, seed = 1n }: SimulationOptions): void {
    const set = (setting: Parameters<typeof writeSetting>[1], value: bigint) =>
      writeSetting(this.#machine, setting, value);
    set('epoch', clock?.epoch ?? DEFAULT_EPOCH);
    set('until', clock?.until ?? NEVER);
    set('drain', clock?.drain ?? NEVER);
    set('realTime', clock?.now ? 1n : 0n);
    set('packets', packets === undefined ? NEVER : BigInt(packets));
    set('memory', BigInt(memory));
    set('burst', BigInt(burst));
    set('seed', seed);
  }

  #start(plan: Uint8Array): void {
    if (this.#machine.start(plan)) return;
    throw new SimulatorError('CF9006', this.#machine.answer().text);
  }
}

function noFiles(path: string): never {
  throw new SimulatorError('CF9009', `${path}: there are no files here`);
}

function openElement(plan: Plan, element: number, open: SimulationOptions['openFile']): Channel {
  if (open) return open(element, plan);
  throw new SimulatorError('CF9006', `${plan.elements[element]!.className} has no access to files here`);
}
