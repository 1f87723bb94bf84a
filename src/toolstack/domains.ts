import type { Finished } from '../system/processes.ts';
import type { Clock } from '../system/system.ts';
import { noSuchDomain } from './attached-console.ts';
import { ToolstackError } from './codes.ts';
import { ConsoleStream } from './console-stream.ts';
import { type Host, lastLine } from './host.ts';
import { SHUTDOWN, script, VIFS } from './scripts.ts';
import type { Toolstack } from './toolstack.ts';

export interface ListedDomain {
  name: string;
  id: number;
  state: string;
  /** MiB; xl only. */
  memory?: number;
  vcpus?: number;
  /** Of processor time; xl only. */
  seconds?: number;
}

export interface VifStatus {
  number: number;
  backend: string;
  frontend: string;
  mac: string;
  bridge?: string;
}

const NO_DOMAIN = 9;
const STOP_PAUSE = 100;

/** xl's letters. */
const LETTERS: Readonly<Record<string, string>> = {
  r: 'running',
  b: 'idle',
  p: 'paused',
  s: 'shut down',
  c: 'crashed',
  d: 'dying',
};

/** XenbusState */
const XENBUS = ['unknown', 'initialising', 'waiting', 'initialised', 'connected', 'closing', 'closed'];

/** All domains but dom0. */
export async function listDomains(host: Host, toolstack: Toolstack): Promise<ListedDomain[]> {
  const done = succeeded(await host.run(toolstack.list()), toolstack, 'list the domains');
  const rows = done.stdout.split('\n').map((line) => line.trim());
  return rows.flatMap(toolstack.name === 'xl' ? xlRow : virshRow).filter(({ id }) => id !== 0);
}

function xlRow(line: string): ListedDomain[] {
  const match = /^(\S+)\s+([0-9]+)\s+([0-9]+)\s+([0-9]+)\s+([a-z-]+)\s+([0-9.]+)$/.exec(line);
  if (!match) return [];
  const [, name = '', id, memory, vcpus, letters = '', seconds] = match;
  const letter = [...letters].find((each) => each !== '-');
  // A domain that waits for a processor has no letter.
  const state = letter === undefined ? 'running' : (LETTERS[letter] ?? letter);
  const numbers = { id: Number(id), memory: Number(memory), vcpus: Number(vcpus), seconds: Number(seconds) };
  return [{ name, state, ...numbers }];
}

function virshRow(line: string): ListedDomain[] {
  const match = /^([0-9]+)\s+(\S+)\s+(.+)$/.exec(line);
  return match ? [{ name: match[2]!, id: Number(match[1]), state: match[3]! }] : [];
}

/** Throws ToolstackError when there is no such domain. */
export async function findDomain(host: Host, toolstack: Toolstack, name: string): Promise<ListedDomain> {
  const found = (await listDomains(host, toolstack)).find((domain) => domain.name === name);
  if (!found) throw noSuchDomain(name);
  return found;
}

/** How far each vif of a domain has come. */
export async function vifStatus(host: Host, toolstack: Toolstack, name: string): Promise<VifStatus[]> {
  const done = await host.run(script(VIFS, toolstack.name, name));
  if (done.exitCode === NO_DOMAIN) throw noSuchDomain(name);
  return succeeded(done, toolstack, `look at the vifs of ${name}`)
    .stdout.split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [number, backend, frontend, mac = '', bridge] = line.split(/\s+/);
      const state = (text: string | undefined) => XENBUS[Number(text)] ?? 'unknown';
      const states = { backend: state(backend), frontend: state(frontend) };
      return { number: Number(number), ...states, mac, ...(bridge ? { bridge } : {}) };
    });
}

export async function destroyDomain(host: Host, toolstack: Toolstack, name: string): Promise<void> {
  await findDomain(host, toolstack, name);
  succeeded(await host.run(toolstack.destroy(name)), toolstack, `destroy ${name}`);
}

/** Asks a domain to shut down, and waits until it is gone. */
export async function stopDomain(
  host: Host,
  toolstack: Toolstack,
  name: string,
  { clock, seconds }: { clock: Clock; seconds: number },
): Promise<void> {
  await findDomain(host, toolstack, name);
  succeeded(await host.run(shutdown(toolstack, name)), toolstack, `shut down ${name}`);
  const end = clock.now() + seconds * 1000;
  while ((await host.run(toolstack.exists(name))).exitCode === 0) {
    if (clock.now() >= end) {
      const message = `${name} is still there ${seconds} s after it was asked to shut down`;
      const hint = `\`clickforge destroy ${name}\` ends it at once`;
      throw new ToolstackError('CF7517', message, hint, { kind: 'timeout' });
    }
    await clock.pause(STOP_PAUSE);
  }
}

/** The command that asks a domain to shut down. */
export function shutdown(toolstack: Toolstack, name: string): string[] {
  return script(SHUTDOWN, toolstack.name, name, ...toolstack.shutdown(name));
}

/** The lines that xenconsoled kept of a domain's console, running or not. */
export async function consoleLog(host: Host, name: string): Promise<string[]> {
  const lines: string[] = [];
  // Answers to requests are no lines.
  const stream = new ConsoleStream((line) => lines.push(line));
  const { exitCode, stdout } = await host.run(['cat', '--', `/var/log/xen/console/guest-${name}.log`]);
  if (exitCode === 0) {
    stream.take(`${stdout}\n`);
    return lines;
  }
  const hint = 'set XENCONSOLED_TRACE=guest in /etc/default/xen on the host, and restart xenconsoled';
  throw new ToolstackError('CF7513', `${host.name} has no log of the console of ${name}`, hint);
}

function succeeded(done: Finished, { name }: Toolstack, what: string): Finished {
  if (done.exitCode === 0) return done;
  const said = lastLine(done.stderr) ?? `exit code ${done.exitCode}`;
  throw new ToolstackError('CF7516', `${name} cannot ${what}: ${said}`, 'be root on the host');
}
