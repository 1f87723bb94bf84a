import type { Socket } from 'node:net';

/** A connection to a daemon on this machine. */
export interface Connection {
  /** Sends latin1 text. */
  write(text: string): void;
  end(): void;
  /** Settles with what is known of the reason. Never rejects. */
  readonly ended: Promise<string | undefined>;
}

/** Where to listen: a file of this machine, or a TCP port at an address; port 0 is any that is free. */
export type Place = { path: string } | { port: number; address: string };

/** Somebody who has connected. */
export interface Client {
  /** Where from; '' for a Unix socket. */
  readonly from: string;
  write(bytes: Uint8Array): void;
  /** Sends what is left and closes. */
  end(): void;
}

/** What becomes of a client's words. */
export interface ClientEvents {
  data(bytes: Uint8Array): void;
  closed(): void;
}

export interface Listener {
  /** The TCP port; undefined for a Unix socket. */
  readonly port: number | undefined;
  /** Ends all connections too; a Unix socket's file is removed. */
  close(): void;
}

export interface Sockets {
  /** `onOutput` gets what comes in, as latin1 text, as it comes. Throws what `node:net` gives, with its errno. */
  connect(path: string, onOutput: (text: string) => void): Promise<Connection>;
  /** Calls `onClient` for each who connects. Throws what `node:net` gives, with its errno. */
  listen(place: Place, onClient: (client: Client) => ClientEvents): Promise<Listener>;
}

export const realSockets: Sockets = {
  async connect(path, onOutput) {
    const { createConnection } = await import('node:net');
    const socket = createConnection(path).setEncoding('latin1');
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    let reason: string | undefined;
    socket.on('data', onOutput).on('error', ({ message }) => {
      reason = message;
    });
    return {
      write: (text) => void socket.write(text, 'latin1'),
      end: () => void socket.end(),
      ended: new Promise((resolve) => socket.once('close', () => resolve(reason))),
    };
  },

  async listen(place, onClient) {
    const { createServer } = await import('node:net');
    const open = new Set<Socket>();
    const server = createServer((socket) => {
      open.add(socket);
      const events = onClient(clientOf(socket));
      socket.on('data', (bytes) => events.data(bytes));
      // An error is followed by the end, which is all that counts here.
      socket.on('error', () => {});
      socket.once('close', () => {
        open.delete(socket);
        events.closed();
      });
    });
    const where = 'path' in place ? { path: place.path } : { port: place.port, host: place.address };
    await new Promise<void>((resolve, reject) => server.listen(where, resolve).once('error', reject));
    const address = server.address();
    return {
      port: typeof address === 'object' ? address?.port : undefined,
      close() {
        server.close();
        for (const socket of open) socket.destroySoon();
      },
    };
  },
};

function clientOf(socket: Socket): Client {
  const { remoteAddress, remotePort } = socket;
  return {
    from: remoteAddress === undefined ? '' : `${remoteAddress}:${remotePort}`,
    write: (bytes) => void socket.write(bytes),
    end: () => void socket.end(),
  };
}
