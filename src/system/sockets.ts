/** A connection to a daemon on this machine. */
export interface Connection {
  /** Sends latin1 text. */
  write(text: string): void;
  end(): void;
  /** Settles with what is known of the reason. Never rejects. */
  readonly ended: Promise<string | undefined>;
}

/** Unix sockets. */
export interface Sockets {
  /** `onOutput` gets what comes in, as latin1 text, as it comes. Throws what `node:net` gives, with its errno. */
  connect(path: string, onOutput: (text: string) => void): Promise<Connection>;
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
};
