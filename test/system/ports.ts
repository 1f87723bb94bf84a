import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';

const LOOPBACK = '127.0.0.1';

/** A port of loopback that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until somebody listens; `ended` tells that nobody will. */
export async function listening(port: number, ended: () => boolean, milliseconds: number): Promise<void> {
  for (const deadline = Date.now() + milliseconds; Date.now() < deadline; await setTimeout(100)) {
    if (await connects(port)) return;
    if (ended()) break;
  }
  throw new Error(`nobody listens on port ${port}`);
}

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, LOOPBACK);
    socket.on('error', () => resolve(false));
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
