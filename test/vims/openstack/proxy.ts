import {
  createServer,
  request as forward,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What the proxy does instead of handing a request on; true: it did. */
export type Fault = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

export interface Seen {
  method: string;
  path: string;
  status: number;
}

/** Hands requests on to a server on loopback, and what is told to go wrong goes wrong. */
export class FaultyProxy {
  readonly #server: Server;
  /** Of the server behind it. */
  port = 0;
  faults: Fault[] = [];
  seen: Seen[] = [];

  readonly #scheme: string;

  /** With a certificate it speaks TLS. */
  constructor(certificate?: { cert: Buffer; key: Buffer }) {
    const handle = (incoming: IncomingMessage, outgoing: ServerResponse) => this.#handle(incoming, outgoing);
    this.#scheme = certificate ? 'https' : 'http';
    this.#server = certificate ? createSecureServer(certificate, handle) : createServer(handle);
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `${this.#scheme}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Forgets faults and what was seen. */
  reset(): void {
    this.faults = [];
    this.seen = [];
  }

  #handle(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const [path = ''] = (incoming.url ?? '').split('?');
    outgoing.on('close', () =>
      this.seen.push({ method: incoming.method ?? '', path, status: outgoing.statusCode }),
    );
    if (this.faults.some((fault) => fault(incoming, outgoing))) return;
    const { method, headers, url } = incoming;
    const onward = forward({ host: '127.0.0.1', port: this.port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
    incoming.on('error', () => onward.destroy());
    outgoing.on('close', () => onward.destroy());
  }
}

/** A fault for the first so many requests of this kind; `path` is the end of the path without the query. */
export function fault(
  method: string,
  path: RegExp,
  times: number,
  answer: (outgoing: ServerResponse, incoming: IncomingMessage) => void,
): Fault {
  let left = times;
  return (incoming, outgoing) => {
    const [plain = ''] = (incoming.url ?? '').split('?');
    if (incoming.method !== method || !path.test(plain) || left === 0) return false;
    left--;
    answer(outgoing, incoming);
    return true;
  };
}

/** Answers with a status once the request is in. */
export function status(
  code: number,
  headers: Record<string, string> = {},
): (outgoing: ServerResponse, incoming: IncomingMessage) => void {
  return (outgoing, incoming) => {
    incoming.resume();
    incoming.on('end', () => outgoing.writeHead(code, { connection: 'close', ...headers }).end());
  };
}
