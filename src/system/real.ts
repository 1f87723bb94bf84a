import * as fs from 'node:fs';
import { errnoOf } from './error.ts';
import { realHttp } from './http.ts';
import { realProcesses } from './processes.ts';
import { realSockets } from './sockets.ts';
import type { Output, System } from './system.ts';
import { waitBriefly } from './wait.ts';

/** The machine that this process runs on. */
export function realSystem(): System {
  return {
    files: fs,
    processes: realProcesses,
    http: realHttp,
    sockets: realSockets,
    clock: {
      // Of the process, like `performance.now`, whose module takes its time to load.
      now: () => process.uptime() * 1000,
      wall: () => Date.now(),
      processor() {
        const { user, system } = process.cpuUsage();
        return { user: user / 1000, system: system / 1000 };
      },
      pause,
    },
    environment: process.env,
    folder: process.cwd(),
    processId: process.pid,
    isRunning,
    output: descriptorOutput(1),
    errors: descriptorOutput(2),
    onInterrupt,
  };
}

/** The longest that a timer of Node's takes, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** A timer that nobody waits for would keep the process. */
function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted || milliseconds <= 0) {
      setImmediate(resolve);
      return;
    }
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, Math.min(milliseconds, LONGEST));
    signal?.addEventListener('abort', end);
  });
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return errnoOf(error) !== 'ESRCH';
  }
}

function onInterrupt(handler: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, handler);
  return () => {
    for (const signal of signals) process.off(signal, handler);
  };
}

/** Most outputs are files and pipes, and what Node knows of terminals takes its time to load. */
function isTerminal(descriptor: 1 | 2): boolean {
  if (!fs.fstatSync(descriptor).isCharacterDevice()) return false;
  return (descriptor === 1 ? process.stdout : process.stderr).isTTY === true;
}

/** Written at once, so that nothing is lost however the process ends. A reader that went away is no error. */
function descriptorOutput(descriptor: 1 | 2): Output {
  let closed = false;
  return {
    get isTerminal() {
      return isTerminal(descriptor);
    },
    write(data) {
      const bytes = typeof data === 'string' ? Buffer.from(data) : data;
      for (let at = 0; at < bytes.length && !closed; ) {
        try {
          at += fs.writeSync(descriptor, bytes, at);
        } catch (error) {
          if (errnoOf(error) === 'EAGAIN') waitBriefly();
          else if (errnoOf(error) === 'EPIPE') closed = true;
          else throw error;
        }
      }
    },
  };
}
