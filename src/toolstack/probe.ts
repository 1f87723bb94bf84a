import { ToolstackError } from './codes.ts';
import { type Host, lastLine } from './host.ts';
import { FIND, PROBE, script } from './scripts.ts';
import { TOOLSTACKS, type Toolstack, type ToolstackName } from './toolstack.ts';

/** The toolstack that is wanted, or else the one that the host has. Throws ToolstackError when it has none. */
export async function findToolstack(host: Host, choice: ToolstackName | undefined): Promise<Toolstack> {
  if (choice !== undefined) return TOOLSTACKS[choice];
  const name = (await host.run(script(FIND))).stdout.trim();
  if (name !== 'xl' && name !== 'virsh') throw missing(host, choice);
  return TOOLSTACKS[name];
}

/** What a host is and has, as far as a launch asks. */
export interface Probe {
  toolstack: Toolstack;
  /** MiB; undefined where the toolstack makes room by taking memory from dom0. */
  freeMemory: number | undefined;
  /** Of domains. */
  names: Set<string>;
  /** Those that were asked for and are there. */
  bridges: Set<string>;
  kernels: Set<string>;
}

/** Throws ToolstackError when there is no toolstack or no Xen under it. */
export async function probe(
  host: Host,
  choice: ToolstackName | undefined,
  { bridges, kernels }: { bridges: readonly string[]; kernels: readonly string[] },
): Promise<Probe> {
  const things = [...bridges.map((name) => `bridge:${name}`), ...kernels.map((path) => `kernel:${path}`)];
  const done = await host.run(script(PROBE, choice ?? 'auto', ...new Set(things)));
  const found = sections(done.stdout);
  const name = found.get('toolstack')?.[0];
  if (name !== 'xl' && name !== 'virsh') throw missing(host, choice);
  const info = found.get('info') ?? [];
  const there = new Set(found.get('things'));
  const having = (kind: string, names: readonly string[]) =>
    new Set(names.filter((each) => there.has(`there ${kind}:${each}`)));
  return {
    toolstack: TOOLSTACKS[name],
    freeMemory: name === 'xl' ? xlMemory(host, info) : virshMemory(host, info),
    names: new Set((found.get('list') ?? []).map((line) => line.split(/\s+/)[0]!).filter(Boolean)),
    bridges: having('bridge', bridges),
    kernels: having('kernel', kernels),
  };
}

function sections(text: string): Map<string, string[]> {
  const parts = text.split(/^== /m).slice(1);
  return new Map(
    parts.map((part) => {
      const [name = '', ...lines] = part.split('\n');
      return [name, lines.filter((line) => line !== '')];
    }),
  );
}

function missing(host: Host, choice: ToolstackName | undefined): ToolstackError {
  const what = choice === undefined ? 'is neither xl nor virsh' : `is no ${choice}`;
  const debian = choice === 'virsh' ? 'libvirt-clients and libvirt-daemon-driver-xen' : 'xen-utils';
  const hint = `install ${debian}, or name the host that runs Xen with --host`;
  return new ToolstackError('CF7501', `there ${what} on ${host.name}`, hint);
}

function noXen(host: Host, tool: ToolstackName, info: readonly string[]): ToolstackError {
  const said = lastLine(info.join('\n')) ?? 'it says nothing';
  const hint = 'boot the host with Xen, and be root there';
  return new ToolstackError('CF7502', `${tool} does not reach Xen on ${host.name}: ${said}`, hint);
}

/** xl takes memory from dom0 for a domain, unless Xen was told how much dom0 has. */
function xlMemory(host: Host, info: readonly string[]): number | undefined {
  const value = (key: string) => info.find((line) => line.startsWith(key))?.replace(/^[^:]*: */, '');
  const free = Number(value('free_memory') ?? Number.NaN);
  if (Number.isNaN(free)) throw noXen(host, 'xl', info);
  return value('xen_commandline')?.includes('dom0_mem=') ? free : undefined;
}

/** libvirt does not say whether it would take memory from dom0. */
function virshMemory(host: Host, info: readonly string[]): undefined {
  if (!info.some((line) => /^[^:]*: *[0-9]+ KiB/.test(line))) throw noXen(host, 'virsh', info);
  return undefined;
}
