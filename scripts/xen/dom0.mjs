/**
 * Boots the real Xen with a dom0 inside QEMU and runs commands there.
 *
 * One boot takes 5 to 15 seconds and serves many commands and guests.
 */

import { rmSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { connectAgent } from './agent.mjs';
import { writeCpio } from './cpio.mjs';
import { regularFile } from './initramfs.mjs';
import { startMachine } from './qemu.mjs';

/**
 * @typedef {import('./testbed.mjs').Testbed} Testbed
 * @typedef {import('./qemu.mjs').Machine} Machine
 * @typedef {import('./agent.mjs').ExecOptions} ExecOptions
 * @typedef {import('./agent.mjs').ExecResult} ExecResult
 *
 * @typedef {string | Buffer | { data: string | Buffer, mode: number }} FileSource
 *   a host path, or the bytes; files are executable unless a mode says otherwise
 *
 * @typedef {object} StartOptions
 * @property {Testbed} testbed
 * @property {Record<string, FileSource>} [files] by absolute path in dom0, there before the first command
 * @property {number} [memoryMiB] of the whole machine
 * @property {number} [dom0MiB] of them, dom0's; half of it can be files
 * @property {number} [bootSeconds] after which a boot counts as hung
 * @property {(line: string) => void} [onLine] called with each line of Xen's and dom0's console
 * @property {string} [consoleLog] host path that receives the same lines
 * @property {boolean} [countedTime] the machine's clocks go on by 1 ns an instruction
 *
 * @typedef {object} Dom0
 * @property {number} pid of QEMU
 * @property {string[]} console lines of Xen's and dom0's console so far
 * @property {(commandLine: string, options?: ExecOptions) => Promise<ExecResult>} exec runs a shell command line
 * @property {(path: string, source: FileSource) => Promise<void>} put
 * @property {(path: string) => Promise<Buffer>} get
 * @property {() => Promise<void>} stop ends QEMU and removes the temporary folder
 */

class BootHang extends Error {}

/** @param {FileSource} source */
async function readSource(source) {
  if (typeof source === 'string') return { data: await readFile(source), mode: 0o755 };
  return Buffer.isBuffer(source) ? { data: source, mode: 0o755 } : source;
}

/**
 * @param {string} folder
 * @param {Testbed} testbed
 * @param {Record<string, FileSource>} files
 */
async function layOut(folder, testbed, files) {
  await mkdir(join(folder, 'share', 'out'), { recursive: true });
  await mkdir(join(folder, 'share', 'jobs'));
  await symlink(testbed.xen, join(folder, 'xen'));
  await symlink(testbed.vmlinux, join(folder, 'vmlinux'));
  const initramfs = join(folder, 'initramfs');
  const paths = Object.keys(files);
  if (paths.length === 0) {
    await symlink(testbed.initramfs, initramfs);
    return;
  }
  const entries = paths.map(async (path) => {
    const { data, mode } = await readSource(files[path]);
    return regularFile(path, data, mode);
  });
  // Linux unpacks archives that follow one another into the same root.
  await copyFile(testbed.initramfs, initramfs);
  await chmod(initramfs, 0o600);
  await writeFile(initramfs, writeCpio(await Promise.all(entries)), { flag: 'a' });
}

/**
 * Keeps the folder from outliving the process, also when a signal ends it.
 *
 * @param {string} folder
 * @returns {() => void} takes the guard off again
 */
function guardFolder(folder) {
  const remove = () => rmSync(folder, { recursive: true, force: true });
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  /** @param {NodeJS.Signals} signal */
  const onSignal = (signal) => {
    release();
    remove();
    // QEMU ends with us; only when nobody else handles the signal is it for us to end the process.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const release = () => {
    process.off('exit', remove);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.on('exit', remove);
  for (const signal of signals) process.on(signal, onSignal);
  return release;
}

/**
 * @param {Machine} machine
 * @param {string} share
 * @param {number} seconds
 */
async function waitForAgent(machine, share, seconds) {
  const agent = connectAgent(machine, share);
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new BootHang(`dom0 is not up after ${seconds} s`)), seconds * 1000);
  });
  const gone = machine.ended.then((reason) => {
    throw new Error(`${[reason, ...machine.console.slice(-15)].join('\n')}`);
  });
  try {
    await Promise.race([agent.ready, late, gone]);
    return agent;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {StartOptions} options
 * @returns {Promise<Dom0 & { out: string }>} with the host's view of dom0's folder /out
 */
async function bootOnce({
  testbed,
  files = {},
  memoryMiB = 1024,
  dom0MiB = 512,
  bootSeconds = 120,
  onLine = () => {},
  consoleLog,
  countedTime,
}) {
  const folder = await mkdtemp(join(tmpdir(), 'clickforge-dom0-'));
  const share = join(folder, 'share');
  const release = guardFolder(folder);
  /** @type {Machine | undefined} */
  let machine;
  const stop = async () => {
    await machine?.kill();
    release();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await layOut(folder, testbed, files);
    machine = startMachine({ folder, memoryMiB, dom0MiB, onLine, consoleLog, countedTime });
    const agent = await waitForAgent(machine, share, bootSeconds);
    /** @type {Dom0['put']} */
    const put = async (path, source) => {
      const { data, mode } = await readSource(source);
      await agent.put(path, Buffer.from(data), mode);
    };
    const { pid, console } = machine;
    return { pid, console, exec: agent.exec, put, get: agent.get, stop, out: join(share, 'out') };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {StartOptions} options */
async function boot(options) {
  try {
    return await bootOnce(options);
  } catch (error) {
    if (!(error instanceof BootHang)) throw error;
    return bootOnce(options);
  }
}

/**
 * Boots Xen and dom0. A boot that hangs, as one in some hundred does under emulation, is tried a second time.
 *
 * @param {StartOptions} options
 * @returns {Promise<Dom0>}
 * @throws {Error} with the end of the console when no boot succeeds
 */
export async function startDom0(options) {
  return boot(options);
}

/**
 * @param {string} folder
 * @returns {Promise<Record<string, Buffer>>} every file below the folder, by its path from there
 */
async function readTree(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files.map(async (path) => [relative(folder, path), await readFile(path)]);
  return Object.fromEntries(await Promise.all(read));
}

/**
 * Boots, runs one script, ends the machine. Here `onLine` gets the script's output as it comes.
 *
 * @param {StartOptions & { script: string | Buffer, timeoutSeconds?: number }} options `script` becomes /test/run
 * @returns {Promise<{ exitCode: number, lines: string[], results: Record<string, Buffer> }>}
 *   the script's output, and the files it left below /out
 */
export async function runDom0({ script, timeoutSeconds = 300, onLine, ...options }) {
  const files = { ...options.files, '/test/run': Buffer.from(script) };
  const dom0 = await boot({ ...options, files });
  let output = '';
  /** @param {string} text */
  const onOutput = (text) => {
    output += text;
    const lines = output.split('\n');
    output = lines.pop() ?? '';
    for (const line of lines) onLine?.(line);
  };
  try {
    const { code, stdout, stderr } = await dom0.exec('exec ./run 2>&1', { timeoutSeconds, onOutput });
    const lines = `${stdout}${stderr}`.split('\n');
    if (lines.at(-1) === '') lines.pop();
    return { exitCode: code, lines, results: await readTree(dom0.out) };
  } finally {
    await dom0.stop();
  }
}
