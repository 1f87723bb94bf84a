/** The host's end of the agent in dom0: commands with exit codes, and files in both directions. */

import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { readLines } from './qemu.mjs';

/**
 * @typedef {object} ExecOptions
 * @property {number} [timeoutSeconds] after which the command and its children are killed; 60 by default
 * @property {(text: string) => void} [onOutput] called with what stdout and stderr received, as it comes
 *
 * @typedef {object} ExecResult
 * @property {number} code exit code; 128 + signal for a killed command
 * @property {string} stdout bytes as a latin1 string
 * @property {string} stderr bytes as a latin1 string
 *
 * @typedef {object} Agent
 * @property {Promise<void>} ready
 * @property {(commandLine: string, options?: ExecOptions) => Promise<ExecResult>} exec
 * @property {(path: string, data: Buffer, mode: number) => Promise<void>} put
 * @property {(path: string) => Promise<Buffer>} get
 */

const FOLLOW_MS = 200;

/**
 * A word that dom0's shell takes as it is.
 *
 * @param {string} word
 */
export const quote = (word) => `'${word.replaceAll("'", "'\\''")}'`;

/**
 * Hands on what a file gained since the last call.
 *
 * @param {string} path
 * @param {(text: string) => void} onOutput
 */
function follower(path, onOutput) {
  let at = 0;
  const buffer = Buffer.alloc(65536);
  return async () => {
    const file = await open(path).catch(() => undefined);
    if (!file) return;
    try {
      for (let bytes = -1; bytes !== 0; at += bytes) {
        bytes = (await file.read(buffer, 0, buffer.length, at)).bytesRead;
        if (bytes > 0) onOutput(buffer.toString('latin1', 0, bytes));
      }
    } finally {
      await file.close();
    }
  };
}

/**
 * Calls `onOutput` until the returned function is called, which hands on the rest.
 *
 * @param {string[]} paths
 * @param {(text: string) => void} onOutput
 */
function follow(paths, onOutput) {
  const followers = paths.map((path) => follower(path, onOutput));
  let running = true;
  const loop = (async () => {
    while (running) {
      await new Promise((resolve) => setTimeout(resolve, FOLLOW_MS));
      for (const next of followers) await next();
    }
  })();
  return async () => {
    running = false;
    await loop;
  };
}

/**
 * @param {import('./qemu.mjs').Machine} machine
 * @param {string} share host folder that dom0 has at /host
 * @returns {Agent}
 */
export function connectAgent({ agent, ended }, share) {
  /** @type {Map<string, (code: number) => void>} */
  const waiting = new Map();
  let jobs = 0;
  /** @type {() => void} */
  let announce;
  /** @type {Promise<void>} */
  const ready = new Promise((resolve) => {
    announce = resolve;
  });
  readLines(agent, (line) => {
    const [verb, id, code] = line.split(' ');
    if (verb === 'ready') announce();
    else waiting.get(id)?.(Number(code));
  });

  /**
   * @param {string} id
   * @param {string} commandLine
   * @param {number} timeoutSeconds
   * @returns {Promise<number>} exit code
   */
  const runJob = (id, commandLine, timeoutSeconds) =>
    new Promise((resolve, reject) => {
      /** @type {() => void} */
      let settle = () => {};
      const timer = setTimeout(() => {
        settle();
        agent.write(`kill ${id}\n`);
        reject(new Error(`no end after ${timeoutSeconds} s in dom0: ${commandLine}`));
      }, timeoutSeconds * 1000);
      settle = () => {
        clearTimeout(timer);
        waiting.delete(id);
      };
      waiting.set(id, (code) => {
        settle();
        resolve(code);
      });
      ended.then((reason) => {
        settle();
        reject(new Error(`${reason}, while dom0 ran: ${commandLine}`));
      });
      agent.write(`run ${id}\n`);
    });

  /** @type {Agent['exec']} */
  const exec = async (commandLine, { timeoutSeconds = 60, onOutput } = {}) => {
    const id = `${++jobs}`;
    const folder = join(share, 'jobs', id);
    await mkdir(folder);
    await writeFile(join(folder, 'command'), `${commandLine}\n`, 'latin1');
    const outputs = ['stdout', 'stderr'].map((name) => join(folder, name));
    const unfollow = onOutput && follow(outputs, onOutput);
    let code;
    try {
      code = await runJob(id, commandLine, timeoutSeconds);
    } finally {
      await unfollow?.();
    }
    const [stdout, stderr] = await Promise.all(outputs.map((path) => readFile(path, 'latin1')));
    await rm(folder, { recursive: true, force: true });
    return { code, stdout, stderr };
  };

  /** @param {string} commandLine */
  const must = async (commandLine) => {
    const { code, stderr } = await exec(commandLine);
    if (code !== 0) throw new Error(`dom0: ${stderr.trim()}`);
  };

  /** @type {Agent['put']} */
  const put = async (path, data, mode) => {
    const passage = `put-${++jobs}`;
    await writeFile(join(share, passage), data);
    const [from, to] = [quote(`/host/${passage}`), quote(path)];
    await must(
      `mkdir -p ${quote(posix.dirname(path))} && cp ${from} ${to} && chmod ${mode.toString(8)} ${to} && rm ${from}`,
    );
  };

  /** @type {Agent['get']} */
  const get = async (path) => {
    const passage = `get-${++jobs}`;
    await must(`cat ${quote(path)} >${quote(`/host/${passage}`)}`);
    const data = await readFile(join(share, passage));
    await rm(join(share, passage), { force: true });
    return data;
  };
  return { ready, exec, put, get };
}
