import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Bed } from './bed.ts';

export type GuestType = 'pv' | 'pvh';

export interface GuestOptions {
  readonly name: string;
  readonly type: GuestType;
  /** Image, at the same path on the host and in dom0. */
  readonly image: string;
  /** What `emit xl --vif` takes, one a vif. */
  readonly vifs: readonly string[];
  readonly memoryMiB?: number;
}

/** A domain as dom0 knows it. */
export interface Guest {
  readonly name: string;
  readonly domid: number;
  /** Everything it printed so far, as a latin1 string. */
  console(): Promise<string>;
  /** Sends one line of the control protocol; gives the answer between its frame bytes. */
  ask(request: string): Promise<string>;
  /** Value of a read handler, such as `counter.count`. */
  read(handler: string): Promise<string>;
  /** `xl shutdown` and the wait for its end. */
  shutDown(): Promise<void>;
  /** Waits for its end; gives the reason that Xen says: 0 poweroff, 1 reboot, 2 suspend, 3 crash. */
  ended(): Promise<number>;
  destroy(): Promise<void>;
  /** The lines of Xenstore's access log that the guest itself caused. */
  xenstoreTrace(): Promise<string[]>;
}

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const RUNNING = '^clickforge: router running';

/** Value in an answer as Click's ControlSocket gives it: a line that begins with 200, one with DATA and a length, the value. */
function handlerValue(answer: string): string {
  const found = /^200 .*\r\nDATA (\d+)\r\n([\s\S]*)$/.exec(answer);
  if (!found) throw new Error(`no value in the answer ${JSON.stringify(answer)}`);
  return found[2]!.slice(0, Number(found[1]));
}

export const consolePath = (name: string) => `/var/log/xen/console/guest-${name}.log`;

export async function clickforge(...args: string[]): Promise<string> {
  await access(CLI).catch(() => {
    throw new Error(`${CLI} is missing: run "npm run build" first`);
  });
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...args], { encoding: 'latin1' });
  return stdout;
}

/** Builds a configuration into an image in the bed's folder, and puts it into dom0 at the same path. */
export async function buildImage(bed: Bed, source: URL, name: string): Promise<string> {
  const image = join(bed.folder, `${name}.elf`);
  await clickforge('build', fileURLToPath(source), '-o', image);
  await bed.dom0.put(image, image);
  return image;
}

/** Emits the guest's xl file and puts it into dom0, at its host path. */
export async function emitGuest(bed: Bed, options: GuestOptions): Promise<string> {
  const { name, type, image, vifs, memoryMiB = 8 } = options;
  const config = join(bed.folder, `${name}.cfg`);
  const vifArguments = vifs.flatMap((vif) => ['--vif', vif]);
  const shape = ['--memory', `${memoryMiB}`, '--type', type, '--name', name];
  await clickforge('emit', 'xl', image, ...vifArguments, ...shape, '-o', config);
  await bed.dom0.put(config, config);
  return config;
}

/** A domain that runs, whoever made it. */
export function guestOf(bed: Bed, name: string, domid: number): Guest {
  const { sh } = bed;
  const text = async (path: string) => (await bed.dom0.get(path)).toString('latin1');
  const ask = async (request: string) => {
    const printed = await sh(`ask ${name} '${request}'`);
    const answer = /\x02([^\x03]*)\x03/.exec(printed)?.[1];
    if (answer === undefined) throw new Error(`no framed answer to ${request}: ${JSON.stringify(printed)}`);
    return answer;
  };
  return {
    name,
    domid,
    console: () => text(consolePath(name)),
    ask,
    read: async (handler) => handlerValue(await ask(`READ ${handler}`)),
    shutDown: async () => {
      await sh(`xl shutdown -w ${name}`);
    },
    ended: async () => {
      const log = `/var/log/xen/xl-${name}.log`;
      await sh(`await 20 grep -q 'reason code' ${log} && await 20 ! xl domid ${name}`);
      return Number(/reason code (\d+)/.exec(await text(log))?.[1]);
    },
    destroy: async () => {
      await sh(`xl destroy ${name}`);
    },
    xenstoreTrace: async () => {
      const lines = await sh(`grep -E ' D${domid}(\\.[0-9]+)? ' /var/log/xen/xenstored-access.log || :`);
      return lines.split('\n').filter((line) => line !== '');
    },
  };
}

/** Creates a guest of other bytes than its image, which may end at once: its domain number is asked before it runs. */
export async function createGuest(bed: Bed, options: GuestOptions, bytes: Buffer): Promise<Guest> {
  const config = await emitGuest(bed, options);
  await bed.dom0.put(options.image, bytes);
  const { name } = options;
  const domid = await bed.sh(`xl create -q -p ${config} && xl domid ${name} && xl unpause ${name}`);
  return guestOf(bed, name, Number(domid));
}

/** `xl create`, and the guest's word that its router runs. */
export async function startGuest(bed: Bed, options: GuestOptions): Promise<Guest> {
  const config = await emitGuest(bed, options);
  const { name } = options;
  const log = consolePath(name);
  await bed.sh(`xl create -q ${config}`);
  await bed.sh(`await 20 grep -aq '${RUNNING}' ${log} || { xl list; cat ${log}; exit 1; }`);
  return guestOf(bed, name, Number(await bed.sh(`xl domid ${name}`)));
}
