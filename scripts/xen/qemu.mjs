/** One QEMU that runs Xen and dom0, ended with its starter whatever happens. */

import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * @typedef {object} Machine
 * @property {number} pid
 * @property {import('node:stream').Duplex} agent byte stream to the agent in dom0
 * @property {string[]} console every line of Xen's and dom0's console so far
 * @property {Promise<string>} ended resolves when QEMU is gone, with the reason
 * @property {() => Promise<void>} kill ends QEMU and waits for its end
 */

/** Without `smap=off` dom0 crashes at once under emulation. */
const CPU = 'max,smap=off';

/** Without `eager-fpu` processes of dom0 die at random while guests run. */
const XEN_OPTIONS = 'console=com1 com1=115200,8n1 loglvl=info guest_loglvl=warning spec-ctrl=eager-fpu';

/** No IPv6 on interfaces that were not told to, so that captures hold only what a test sent. */
const DOM0_OPTIONS = 'console=hvc0 loglevel=4 panic=-1 mitigations=off cryptomgr.notests ipv6.disable_ipv6=1';

/**
 * Calls `onLine` with each line of a stream from QEMU. That the stream breaks when QEMU is killed is no fault: its end is
 * told by the process.
 *
 * @param {import('node:stream').Readable} stream
 * @param {(line: string) => void} onLine
 */
export function readLines(stream, onLine) {
  createInterface({ input: stream })
    .on('line', onLine)
    .on('error', () => {});
}

/** Time is the number of instructions: each takes 1 ns, and a halt ends with the next timer. */
const COUNTED_TIME = ['-icount', 'shift=0,sleep=off'];

/** @param {number} memoryMiB @param {number} dom0MiB @param {boolean} countedTime */
const qemuArguments = (memoryMiB, dom0MiB, countedTime) => [
  ...['-M', 'q35', '-accel', 'tcg', '-cpu', CPU, '-smp', '1', '-m', `${memoryMiB}`],
  ...(countedTime ? COUNTED_TIME : []),
  ...['-nodefaults', '-display', 'none', '-no-reboot', '-monitor', 'none'],
  ...['-chardev', 'stdio,id=console,signal=off', '-serial', 'chardev:console'],
  ...['-device', 'virtio-serial-pci', '-chardev', 'socket,id=agent,fd=3'],
  ...['-device', 'virtserialport,chardev=agent,name=agent'],
  // Names relative to the working folder: QEMU's option syntax gives commas and blanks a meaning of their own.
  ...['-virtfs', 'local,path=share,mount_tag=host,security_model=none,id=host'],
  ...['-kernel', 'xen', '-append', `${XEN_OPTIONS} dom0_mem=${dom0MiB}M`],
  ...['-initrd', `vmlinux ${DOM0_OPTIONS},initramfs`],
];

/**
 * @param {{ folder: string, memoryMiB: number, dom0MiB: number, onLine: (line: string) => void, consoleLog?: string,
 *   countedTime?: boolean }} options
 *   `folder` holds `xen`, `vmlinux`, `initramfs` and the folder `share`; `countedTime`: 1 ns an instruction
 * @returns {Machine}
 */
export function startMachine({ folder, memoryMiB, dom0MiB, onLine, consoleLog, countedTime = false }) {
  // setpriv lets the kernel end QEMU when we die without a chance to do so.
  const args = [
    '--pdeathsig',
    'KILL',
    'qemu-system-x86_64',
    ...qemuArguments(memoryMiB, dom0MiB, countedTime),
  ];
  const child = spawn('setpriv', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const pipes = /** @type {unknown} */ (child.stdio);
  const [, stdout, stderr, agent] = /** @type {import('node:stream').Duplex[]} */ (pipes);
  /** @type {string[]} */
  const lines = [];
  const log = consoleLog === undefined ? undefined : createWriteStream(consoleLog);
  readLines(stdout, (line) => {
    lines.push(line);
    log?.write(`${line}\n`);
    onLine(line);
  });
  let complaint = '';
  stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(`QEMU cannot start: ${error.message}`));
    child.on('close', (code, signal) => {
      log?.end();
      const missing = complaint.includes('qemu-system-x86_64: No such file');
      const hint = missing ? ' (apt-get install qemu-system-x86)' : '';
      resolve(`QEMU ended with ${signal ?? code}${complaint && `: ${complaint.trim()}`}${hint}`);
    });
  });
  agent.on('error', () => {});
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return { pid: child.pid ?? 0, agent, console: lines, ended, kill };
}
