import { XenstoreError } from './error.ts';
import { Decoder, encode, type Message, PAYLOAD_MAX, splitStrings, strings, TYPE } from './wire.ts';

/** A connection to the daemon: latin1 text goes out, and comes in through the function that it was opened with. */
export interface Pipe {
  write(text: string): void;
  end(): void;
  /** Settles with what is known of the reason. */
  readonly ended: Promise<string | undefined>;
}

/** Opens a connection whose input goes to `onOutput`. */
export type OpenPipe = (onOutput: (text: string) => void) => Promise<Pipe>;

/** Reads and writes of one transaction, or outside of any. Values are latin1. Everything throws XenstoreError. */
export interface Store {
  /** Undefined: there is no such node. */
  read(path: string): Promise<string | undefined>;
  /** Makes the folders above it, too. */
  write(path: string, value: string): Promise<void>;
  mkdir(path: string): Promise<void>;
  /** With everything below; no failure when it is not there. */
  remove(path: string): Promise<void>;
  /** Names of what is below; undefined: there is no such node. */
  list(path: string): Promise<string[] | undefined>;
}

interface Waiting {
  what: string;
  resolve(payload: string): void;
  reject(error: XenstoreError): void;
}

const ATTEMPTS = 50;

/** A client of the daemon, over its own protocol. */
export class Xenstore implements Store {
  #pipe!: Pipe;
  readonly #waiting = new Map<number, Waiting>();
  readonly #watches = new Map<string, (path: string) => void>();
  #lastId = 0;
  #gone: XenstoreError | undefined;

  private constructor() {}

  static async open(openPipe: OpenPipe): Promise<Xenstore> {
    const store = new Xenstore();
    const decoder = new Decoder();
    store.#pipe = await openPipe((text) => {
      try {
        for (const message of decoder.take(text)) store.#dispatch(message);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        store.#fail(`its answer makes no sense: ${error.message}`);
      }
    });
    void store.#pipe.ended.then((reason) => store.#fail(reason ?? 'it closed the connection'));
    return store;
  }

  close(): void {
    this.#pipe.end();
  }

  read(path: string): Promise<string | undefined> {
    return this.#read(0, path);
  }

  write(path: string, value: string): Promise<void> {
    return this.#write(0, path, value);
  }

  mkdir(path: string): Promise<void> {
    return this.#plain(TYPE.mkdir, 0, path);
  }

  remove(path: string): Promise<void> {
    return this.#remove(0, path);
  }

  list(path: string): Promise<string[] | undefined> {
    return this.#list(0, path);
  }

  /**
   * Does all of `work` or nothing of it. When somebody else changed what it read, it is done again: it must have no other
   * effects.
   */
  async transaction<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      const id = Number(
        splitStrings(await this.#ask(TYPE.transactionStart, 0, '\0', 'begin a transaction'))[0],
      );
      const result = await this.#inside(id, work);
      try {
        await this.#ask(TYPE.transactionEnd, id, strings('T'), 'end a transaction');
        return result;
      } catch (error) {
        if (!(error instanceof XenstoreError) || error.errno !== 'EAGAIN' || attempt === ATTEMPTS)
          throw error;
      }
    }
  }

  /** Calls `onChange` with the path whenever something at or below `path` changes, and once at first. Gives its end. */
  async watch(path: string, onChange: (path: string) => void): Promise<() => Promise<void>> {
    const token = String(++this.#lastId);
    this.#watches.set(token, onChange);
    await this.#ask(TYPE.watch, 0, strings(path, token), `watch ${path}`);
    return async () => {
      this.#watches.delete(token);
      await this.#ask(TYPE.unwatch, 0, strings(path, token), `watch ${path} no more`);
    };
  }

  async #inside<Result>(id: number, work: (store: Store) => Promise<Result>): Promise<Result> {
    try {
      return await work({
        read: (path) => this.#read(id, path),
        write: (path, value) => this.#write(id, path, value),
        mkdir: (path) => this.#plain(TYPE.mkdir, id, path),
        remove: (path) => this.#remove(id, path),
        list: (path) => this.#list(id, path),
      });
    } catch (error) {
      // The daemon drops the transaction; that failing as well changes nothing.
      await this.#ask(TYPE.transactionEnd, id, strings('F'), 'drop a transaction').catch(() => {});
      throw error;
    }
  }

  #read(transaction: number, path: string): Promise<string | undefined> {
    return ifThere(this.#ask(TYPE.read, transaction, strings(path), `read ${path}`));
  }

  async #write(transaction: number, path: string, value: string): Promise<void> {
    await this.#ask(TYPE.write, transaction, strings(path) + value, `write ${path}`);
  }

  async #plain(type: number, transaction: number, path: string): Promise<void> {
    await this.#ask(type, transaction, strings(path), `make ${path}`);
  }

  async #remove(transaction: number, path: string): Promise<void> {
    await ifThere(this.#ask(TYPE.remove, transaction, strings(path), `remove ${path}`));
  }

  async #list(transaction: number, path: string): Promise<string[] | undefined> {
    try {
      const names = await ifThere(this.#ask(TYPE.directory, transaction, strings(path), `list ${path}`));
      return names === undefined ? undefined : splitStrings(names);
    } catch (error) {
      if (!(error instanceof XenstoreError) || error.errno !== 'E2BIG') throw error;
      return this.#listParts(transaction, path);
    }
  }

  /** More names than go into one answer: they come piece by piece, an empty name behind the last. */
  async #listParts(transaction: number, path: string): Promise<string[]> {
    for (let names = '', generation: string | undefined; ; ) {
      const request = strings(path, String(names.length));
      const answer = await this.#ask(TYPE.directoryPart, transaction, request, `list ${path}`);
      const end = answer.indexOf('\0');
      // Another generation: it changed meanwhile, and the offsets with it.
      if (generation !== undefined && generation !== answer.slice(0, end)) {
        names = '';
        generation = undefined;
        continue;
      }
      generation = answer.slice(0, end);
      const part = answer.slice(end + 1);
      const isLast = part.endsWith('\0\0') || part === '\0';
      names += isLast ? part.slice(0, -1) : part;
      if (isLast) return splitStrings(names);
    }
  }

  #ask(type: number, transaction: number, payload: string, what: string): Promise<string> {
    if (this.#gone) return Promise.reject(this.#gone);
    if (payload.length > PAYLOAD_MAX) return Promise.reject(refused(what, 'E2BIG'));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { what, resolve, reject });
      this.#pipe.write(encode({ type, id, transaction, payload }));
    });
  }

  #dispatch({ type, id, payload }: Message): void {
    if (type === TYPE.watchEvent) {
      const [path = '', token = ''] = splitStrings(payload);
      this.#watches.get(token)?.(path);
      return;
    }
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    if (type === TYPE.error) waiting.reject(refused(waiting.what, splitStrings(payload)[0] ?? 'EINVAL'));
    else waiting.resolve(payload);
  }

  #fail(reason: string): void {
    const hint = 'is xenstored running, and are you root?';
    this.#gone ??= new XenstoreError('CF7601', `Xenstore is gone: ${reason}`, hint);
    for (const { reject } of this.#waiting.values()) reject(this.#gone);
    this.#waiting.clear();
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: 'the tools of a domain run as root in dom0',
  EQUOTA: 'the domain has as many nodes as xenstored lets it; see its quotas',
  ENOSPC: 'the domain has as many nodes as xenstored lets it; see its quotas',
  E2BIG: 'a value is longer than Xenstore takes',
};

function refused(what: string, errno: string): XenstoreError {
  const hint = REMEDIES[errno] ?? 'try again, and look at the log of xenstored';
  return new XenstoreError('CF7602', `Xenstore refused to ${what}: ${errno}`, hint, {
    errno,
    kind: 'remote',
  });
}

async function ifThere<Result>(answer: Promise<Result>): Promise<Result | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof XenstoreError && error.errno === 'ENOENT') return undefined;
    throw error;
  }
}
