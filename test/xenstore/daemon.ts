import type { OpenPipe } from '../../src/xenstore/client.ts';
import {
  Decoder,
  encode,
  type Message,
  PAYLOAD_MAX,
  splitStrings,
  strings,
  TYPE,
} from '../../src/xenstore/wire.ts';

type Nodes = Map<string, string>;

interface Transaction {
  nodes: Nodes;
  /** Of the daemon's nodes when it began. */
  version: number;
}

/** A Xenstore daemon in memory: nodes, watches, and transactions that fail when somebody else wrote meanwhile. */
export class Daemon {
  readonly nodes: Nodes = new Map();
  /** Every request, by type and path, with its transaction. */
  readonly requests: { type: number; transaction: number; path: string }[] = [];
  /** Called with every request before it is done; what it writes counts as somebody else's. */
  onRequest: (request: Message) => void = () => {};
  /** Divides what it sends into pieces of so many bytes. */
  pieceSize = 7;
  #version = 0;
  #lastTransaction = 0;
  readonly #transactions = new Map<number, Transaction>();
  readonly #watches: { path: string; token: string; send: (message: Message) => void }[] = [];

  readonly open: OpenPipe = async (onOutput) => {
    const decoder = new Decoder();
    let close: (reason: string | undefined) => void = () => {};
    const ended = new Promise<string | undefined>((resolve) => {
      close = resolve;
    });
    const send = (message: Message) => {
      const text = encode(message);
      queueMicrotask(() => {
        for (let at = 0; at < text.length; at += this.pieceSize)
          onOutput(text.slice(at, at + this.pieceSize));
      });
    };
    const write = (text: string) => {
      for (const message of decoder.take(text)) {
        this.onRequest(message);
        send({ ...message, ...this.#answer(message, send) });
      }
    };
    return { write, end: () => close(undefined), ended };
  };

  /** As another client would. */
  set(path: string, value: string): void {
    this.#version++;
    put(this.nodes, path, value);
    this.#tell(path);
  }

  #answer(message: Message, send: (message: Message) => void): { type?: number; payload: string } {
    const { type, transaction, payload } = message;
    const [path = '', second = ''] = splitStrings(payload);
    this.requests.push({ type, transaction, path });
    const inside = this.#transactions.get(transaction);
    if (transaction !== 0 && !inside) return error('ENOENT');
    const nodes = inside?.nodes ?? this.nodes;
    switch (type) {
      case TYPE.read:
        return nodes.has(path) ? { payload: nodes.get(path)! } : error('ENOENT');
      case TYPE.directory:
        return nodes.has(path) ? this.#list(nodes, path) : error('ENOENT');
      case TYPE.directoryPart:
        return {
          payload: `${this.#version}\0${listed(nodes, path).slice(Number(second), Number(second) + 1000)}`,
        };
      case TYPE.write:
        return this.#change(inside, path, () => put(nodes, path, payload.slice(path.length + 1)));
      case TYPE.mkdir:
        return this.#change(inside, path, () => put(nodes, path, nodes.get(path) ?? ''));
      case TYPE.remove:
        if (!nodes.has(path)) return error('ENOENT');
        return this.#change(inside, path, () => {
          for (const each of [...nodes.keys()]) if (isBelow(each, path)) nodes.delete(each);
        });
      case TYPE.transactionStart:
        this.#transactions.set(++this.#lastTransaction, {
          nodes: new Map(this.nodes),
          version: this.#version,
        });
        return { payload: strings(String(this.#lastTransaction)) };
      case TYPE.transactionEnd:
        return this.#end(transaction, inside!, path === 'T');
      case TYPE.watch:
        this.#watches.push({ path, token: second, send });
        queueMicrotask(() => send(event(path, second)));
        return ok;
      case TYPE.unwatch:
        this.#watches.splice(
          0,
          this.#watches.length,
          ...this.#watches.filter(({ token }) => token !== second),
        );
        return ok;
      default:
        return error('ENOSYS');
    }
  }

  #list(nodes: Nodes, path: string) {
    const payload = strings(...children(nodes, path));
    return payload.length > PAYLOAD_MAX ? error('E2BIG') : { payload };
  }

  #change(inside: Transaction | undefined, path: string, work: () => void) {
    work();
    if (!inside) {
      this.#version++;
      this.#tell(path);
    }
    return ok;
  }

  #end(id: number, { nodes, version }: Transaction, commit: boolean) {
    this.#transactions.delete(id);
    if (!commit) return ok;
    if (version !== this.#version) return error('EAGAIN');
    const changed = [...nodes]
      .filter(([path, value]) => this.nodes.get(path) !== value)
      .map(([path]) => path);
    this.nodes.clear();
    for (const [path, value] of nodes) this.nodes.set(path, value);
    this.#version++;
    for (const path of changed) this.#tell(path);
    return ok;
  }

  #tell(changed: string): void {
    for (const { path, token, send } of this.#watches)
      if (isBelow(changed, path)) send(event(changed, token));
  }
}

const ok = { payload: 'OK\0' };
const error = (name: string) => ({ type: TYPE.error, payload: strings(name) });
const event = (path: string, token: string): Message => ({
  type: TYPE.watchEvent,
  id: 0,
  transaction: 0,
  payload: strings(path, token),
});
const isBelow = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

function put(nodes: Nodes, path: string, value: string): void {
  for (let at = path.indexOf('/', 1); at > 0; at = path.indexOf('/', at + 1)) {
    const folder = path.slice(0, at);
    if (!nodes.has(folder)) nodes.set(folder, '');
  }
  nodes.set(path, value);
}

/** As it is given in parts: an empty name behind the last. */
function listed(nodes: Nodes, path: string): string {
  return `${strings(...children(nodes, path))}\0`;
}

function children(nodes: Nodes, path: string): string[] {
  const below = [...nodes.keys()].filter((each) => each !== path && isBelow(each, path));
  return [...new Set(below.map((each) => each.slice(path.length + 1).split('/')[0]!))];
}
