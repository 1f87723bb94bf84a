import { encodeArguments } from '../plan/index.ts';
import type { Channel, InputChannel } from './channel.ts';
import { isInput } from './channel.ts';
import { SimulatorError } from './error.ts';
import { ModuleMemory } from './module-memory.ts';
import { NAME_KINDS, type Reader, withArgument } from './reconfigure.ts';
import type { PacketRecord } from './record.ts';
import { readRecords, recordSize, writeRecord } from './record.ts';

/** What the module asks of its host while it runs. */
export interface Host {
  /** Bytes for the log. Good until this returns. */
  console(bytes: Uint8Array): void;
  /** Bytes that an element prints for people. Good until this returns. */
  print(bytes: Uint8Array): void;
  /** Writes a file for an element; throws SimulatorError. */
  save(path: string, bytes: Uint8Array, append: boolean): void;
  /** Nanoseconds since the run began, for a clock that goes by itself. */
  now(): number;
  /** Takes an answer of the control protocol. Good until this returns. */
  answer(bytes: Uint8Array): void;
  /** Opens the file of an element; what it throws as SimulatorError keeps the router from starting. */
  open(element: number): Channel;
  /** Reads what the module cannot; absent: it gets nothing of that kind. */
  reader: Reader | undefined;
}

/** Functions of the module; addresses and sizes are in bytes. See `images/base/platform/wasm/`. */
export interface Exports {
  memory: WebAssembly.Memory;
  settings(): number;
  answer(): number;
  memory_take(size: number): number;
  connect(inputs: number, outputs: number): void;
  start(plan: number, size: number): number;
  run(turns: number): number;
  read_handler(element: number, name: number, nameSize: number, value: number, size: number): number;
  write_handler(element: number, name: number, nameSize: number, value: number, size: number): number;
  pushed(element: number, output: number): number;
  pulled(element: number, input: number): number;
  alive(): number;
  control(at: number, size: number): void;
}

const FILE_CHANNELS = 64;
const DEVICE_OUTPUTS = 32;
const FACTS = ['name', 'size', 'position', 'encapsulation'] as const;

/** An instance of the module with its channels: packets in, packets out, the console. */
export class Machine {
  readonly exports: Exports;
  readonly memory: ModuleMemory;
  readonly #host: Host;
  readonly #channels = new Map<number, Channel>();
  /** A packet that did not fit into a buffer any more. */
  readonly #held = new Map<number, PacketRecord>();
  #opened = 0;
  #plan = 0;

  constructor(module: WebAssembly.Module, host: Host) {
    this.#host = host;
    const instance = new WebAssembly.Instance(module, { host: this.#imports() });
    this.exports = instance.exports as unknown as Exports;
    this.memory = new ModuleMemory(this.exports.memory);
  }

  /** Gives devices their files, before the start. */
  connect(inputs: ReadonlyMap<number, Channel>, outputs: ReadonlyMap<number, Channel>): void {
    for (const [device, channel] of inputs) this.#channels.set(device, channel);
    for (const [device, channel] of outputs) this.#channels.set(DEVICE_OUTPUTS + device, channel);
    this.exports.connect(bits(inputs), bits(outputs));
  }

  /** Starts the router of a Plan; false: the answer says why not. */
  start(plan: Uint8Array): boolean {
    this.#plan = this.#put(plan);
    return this.call((exports) => exports.start(this.#plan, plan.length)) !== 0;
  }

  /** Runs a function of the module; a fault in it becomes a SimulatorError. */
  call<Result>(work: (exports: Exports) => Result): Result {
    try {
      return work(this.exports);
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError) && !(error instanceof RangeError)) throw error;
      throw new SimulatorError('CF9005', `the simulated router broke off: ${error.message}`);
    }
  }

  /** What the last call that answers left, as latin1 text. */
  answer(): { text: string; truncated: boolean } {
    const at = this.exports.answer();
    const { view } = this.memory;
    const text = this.memory.text(view.getUint32(at, true), view.getUint32(at + 4, true));
    return { text, truncated: view.getUint8(at + 12) !== 0 };
  }

  /** Tells every channel that the run is over. */
  close(): void {
    for (const channel of this.#channels.values()) if (!isInput(channel)) channel.close?.();
  }

  #imports() {
    return {
      console: (at: number, size: number) => this.#host.console(this.memory.bytes.subarray(at, at + size)),
      print: (at: number, size: number) => this.#host.print(this.memory.bytes.subarray(at, at + size)),
      save: (...args: [number, number, number, number, number, number, number]) => this.#save(...args),
      answer: (at: number, size: number) => this.#host.answer(this.memory.bytes.subarray(at, at + size)),
      fatal: (where: number, whereSize: number, what: number, whatSize: number) => {
        const text = `${this.memory.text(where, whereSize)}: ${this.memory.text(what, whatSize)}`;
        throw new SimulatorError('CF9005', `the simulated router broke off: ${text}`);
      },
      now: () => this.#host.now(),
      open: (...args: [number, number, number, number]) => this.#open(...args),
      configure: (...args: [number, number, number, number, number, number]) => this.#configure(...args),
      resolve: (...args: [number, number, number, number]) => this.#resolve(...args),
      argue: (...args: [number, number, number, number, number, number, number]) => this.#argue(...args),
      ask: (...args: [number, number, number, number]) => this.#ask(...args),
      refill: (...args: [number, number, number]) => this.#refill(...args),
      drain: (...args: [number, number, number]) => this.#drain(...args),
    };
  }

  #open(element: number, error: number, capacity: number, errorSize: number): number {
    try {
      const number = FILE_CHANNELS + this.#opened;
      this.#channels.set(number, this.#host.open(element));
      this.#opened++;
      return number;
    } catch (thrown) {
      if (!(thrown instanceof SimulatorError)) throw thrown;
      const size = this.memory.putText(error, capacity, thrown.message);
      this.memory.view.setUint32(errorSize, size, true);
      return -1;
    }
  }

  #configure(element: number, at: number, size: number, result: number, error: number, room: number): void {
    const config = this.memory.text(at, size);
    try {
      const { reader } = this.#host;
      if (!reader) throw new SimulatorError('CF9009', 'there is nobody here to read arguments');
      const { entry, values, remarks } = reader.configure(element, config);
      const args = this.#put(encodeArguments(entry, values, (bytes) => this.#put(bytes) - this.#plan));
      this.memory.view.setUint32(result, args, true);
      this.#putConfig(config, result);
      if (remarks !== '') this.#host.console(Buffer.from(remarks, 'latin1'));
    } catch (thrown) {
      if (!(thrown instanceof SimulatorError)) throw thrown;
      this.memory.view.setUint32(result + 12, this.memory.putText(error, room, thrown.message), true);
    }
  }

  #resolve(kind: number, name: number, size: number, result: number): boolean {
    const bytes = this.#host.reader?.resolve(NAME_KINDS[kind]!, this.memory.text(name, size));
    if (bytes) this.memory.bytes.set(bytes, result);
    return bytes !== undefined;
  }

  #argue(
    config: number,
    configSize: number,
    argument: number,
    argumentSize: number,
    value: number,
    size: number,
    result: number,
  ): void {
    const { memory } = this;
    const [before, name] = [memory.text(config, configSize), memory.text(argument, argumentSize)];
    this.#putConfig(withArgument(before, name, memory.text(value, size)), result);
  }

  /** Fills the place of a configuration string in a struct configured. */
  #putConfig(config: string, result: number): void {
    const at = this.#put(Buffer.from(config, 'latin1'));
    this.memory.view.setUint32(result + 4, at - this.#plan, true);
    this.memory.view.setUint32(result + 8, config.length, true);
  }

  /** Memory for good, with these bytes in it. */
  #put(bytes: Uint8Array): number {
    const at = this.exports.memory_take(bytes.length);
    this.memory.bytes.set(bytes, at);
    return at;
  }

  #save(
    name: number,
    nameSize: number,
    append: number,
    at: number,
    size: number,
    error: number,
    capacity: number,
  ): number {
    try {
      const bytes = this.memory.bytes.subarray(at, at + size);
      this.#host.save(this.memory.text(name, nameSize), bytes, append !== 0);
      return 0;
    } catch (thrown) {
      if (!(thrown instanceof SimulatorError)) throw thrown;
      return this.memory.putText(error, capacity, thrown.message);
    }
  }

  #ask(number: number, what: number, at: number, capacity: number): number {
    const facts = this.#channels.get(number)?.facts?.();
    const fact = facts?.[FACTS[what]!];
    return this.memory.putText(at, capacity, fact === undefined ? '-' : `${fact}`);
  }

  #refill(number: number, buffer: number, capacity: number): number {
    const channel = this.#channels.get(number) as InputChannel;
    const { bytes, view } = this.memory;
    let used = 0;
    let record = this.#held.get(number) ?? channel.next();
    this.#held.delete(number);
    while (record) {
      const size = recordSize(record);
      if (used + size > capacity) {
        this.#held.set(number, record);
        break;
      }
      writeRecord(bytes, view, buffer + used, record);
      used += size;
      record = channel.next();
    }
    return used;
  }

  #drain(number: number, at: number, size: number): void {
    const channel = this.#channels.get(number);
    if (!channel || isInput(channel)) return;
    const { bytes, view } = this.memory;
    for (const record of readRecords(bytes, view, at, size)) channel.packet(record);
    channel.flush?.();
  }
}

function bits(devices: ReadonlyMap<number, unknown>): number {
  return [...devices.keys()].reduce((all, device) => all | (1 << device), 0);
}
