import { dirname } from 'node:path';
import { unquote } from '../../../click-config-parser/index.ts';
import type { Plan } from '../../../plan/index.ts';
import { readArguments } from '../../../simulator/arguments.ts';
import { SimulatorError } from '../../../simulator/error.ts';
import { reasonInC } from '../../../simulator/reason-in-c.ts';
import { errnoOf } from '../../../system/error.ts';
import type { Client, ClientEvents, Listener, Place } from '../../../system/sockets.ts';
import type { System } from '../../../system/system.ts';
import { asText } from '../../words.ts';
import { type Command, CommandCutter } from './command-cutter.ts';
import { type Control, isQuit } from './control.ts';

const GREETING = Buffer.from('Click::ControlSocket/1.3\r\n');
const GOODBYE = Buffer.from('200 Goodbye!\r\n');
const LAST_PORT = 65_535;

type Needed = Pick<System, 'sockets' | 'files' | 'errors'>;

/** What one ControlSocket asks for. */
interface Request {
  name: string;
  type: string;
  /** A port, with + behind it where the next ones do as well, or a file. */
  where: string;
  readOnly: boolean;
  verbose: boolean;
  localOnly: boolean;
}

/** The sockets of a router's ControlSockets. Commands wait until there is a router that can answer. */
export class ControlSockets {
  readonly #system: Needed;
  /** By the element's index: what it listens at, or why it does not. */
  readonly #names = new Map<number, string | SimulatorError>();
  readonly #listeners: Listener[] = [];
  readonly #waiting: (() => void)[] = [];
  #control: Control | undefined;
  #wake: (() => void) | undefined;

  private constructor(system: Needed) {
    this.#system = system;
  }

  /** Listens for every ControlSocket of a Plan, whose bytes are `bytes`. */
  static async open(system: Needed, { elements }: Plan, bytes: Uint8Array): Promise<ControlSockets> {
    const sockets = new ControlSockets(system);
    for (const [index, { name, className }] of elements.entries()) {
      if (className === 'ControlSocket') await sockets.#add(index, name, bytes);
    }
    return sockets;
  }

  get isEmpty(): boolean {
    return this.#listeners.length === 0;
  }

  /** What the element listens at: a port or a file. Throws SimulatorError where it does not. */
  nameOf(element: number): string {
    const name = this.#names.get(element);
    if (typeof name === 'string') return name;
    throw name ?? new SimulatorError('CF9006', 'it does not listen');
  }

  /** From now on `control` answers. */
  serve(control: Control): void {
    this.#control = control;
    for (const work of this.#waiting.splice(0)) work();
  }

  /** Settles when a command was carried out, or after so many milliseconds. */
  async spoken(pause: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const abort = new AbortController();
    this.#wake = () => abort.abort();
    await pause(abort.signal);
    this.#wake = undefined;
  }

  close(): void {
    for (const listener of this.#listeners) listener.close();
  }

  async #add(element: number, name: string, bytes: Uint8Array): Promise<void> {
    try {
      const request = requestOf(name, readArguments(bytes, element));
      const listener = await this.#listen(request);
      this.#listeners.push(listener);
      this.#names.set(element, listener.port === undefined ? request.where : `${listener.port}`);
    } catch (error) {
      const failure = error instanceof SimulatorError ? error : refusal(`bind: ${reasonInC(error)}`);
      this.#names.set(element, failure);
    }
  }

  async #listen(request: Request): Promise<Listener> {
    const { type, where, localOnly } = request;
    const listenAt = (place: Place) =>
      this.#system.sockets.listen(place, (client) => this.#client(request, client));
    if (type === 'UNIX') {
      const path = asText(where);
      // Of a folder that does not exist, Node says that it may not be written.
      this.#system.files.statSync(dirname(path));
      return await listenAt({ path });
    }
    const address = localOnly ? '127.0.0.1' : '0.0.0.0';
    const anyBehind = where.endsWith('+');
    for (let port = Number.parseInt(where, 10); ; port++) {
      try {
        return await listenAt({ port, address });
      } catch (error) {
        if (!anyBehind || errnoOf(error) !== 'EADDRINUSE' || port >= LAST_PORT) throw error;
      }
    }
  }

  #client({ name, readOnly, verbose }: Request, client: Client): ClientEvents {
    const cutter = new CommandCutter();
    const tell = (what: string) => {
      if (verbose) this.#system.errors.write(Buffer.from(`${name}: ${what} ${client.from}\n`, 'latin1'));
    };
    tell('opened connection');
    client.write(GREETING);
    let hasQuit = false;
    return {
      data: (bytes) => {
        for (const command of cutter.take(bytes)) {
          // What comes behind is for nobody.
          if (!hasQuit) this.#perform(command, readOnly, client);
          hasQuit ||= isQuit(command);
        }
      },
      closed: () => tell('closed connection'),
    };
  }

  #perform(command: Command, readOnly: boolean, client: Client): void {
    const control = this.#control;
    if (!control) this.#waiting.push(() => this.#perform(command, readOnly, client));
    else if (isQuit(command)) {
      client.write(GOODBYE);
      client.end();
    } else {
      client.write(control.answer(command, readOnly));
      this.#wake?.();
    }
  }
}

function requestOf(name: string, args: ReturnType<typeof readArguments>): Request {
  const text = (argument: string) => `${args.get(argument) ?? ''}`;
  const type = text('TYPE').toUpperCase();
  const where = unquote(text('PORT'));
  if (type !== 'TCP' && type !== 'UNIX') throw refusal(`unknown socket type '${text('TYPE')}'`);
  if (type === 'TCP' && !isPort(where)) throw refusal(`PORT: '${where}' is no TCP port`);
  if (args.has('PROXY')) throw refusal('PROXY is not built');
  if (args.get('RETRIES')) throw refusal('RETRIES is not built');
  return {
    name,
    type,
    where,
    readOnly: args.get('READONLY') === true,
    verbose: args.get('VERBOSE') === true,
    localOnly: args.get('LOCALHOST') === true,
  };
}

function isPort(text: string): boolean {
  return /^\d{1,5}\+?$/.test(text) && Number.parseInt(text, 10) <= LAST_PORT;
}

function refusal(message: string): SimulatorError {
  return new SimulatorError('CF9006', message);
}
