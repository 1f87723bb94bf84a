import type { DomainSpec } from '../targets/domain-spec.ts';
import { FEED, KEEP, script } from './scripts.ts';

export type ToolstackName = 'xl' | 'virsh';

/** A command and what it reads on its standard input. */
export interface Step {
  command: string[];
  input?: string;
}

/** What one toolstack is told for the same thing. */
export interface Toolstack {
  readonly name: ToolstackName;
  /** Makes a domain that does not run yet. `verbose`: with every step that the toolstack takes. */
  create(domain: DomainSpec, options?: { verbose?: boolean }): Promise<Step>;
  unpause(name: string): string[];
  destroy(name: string): string[];
  shutdown(name: string): string[];
  /** Succeeds while there is such a domain. */
  exists(name: string): string[];
  /** Its output holds the UUID of a domain of this name. */
  identify(name: string): string[];
  list(): string[];
  console(name: string): string[];
  /** Lets the host start the domain whenever it starts. */
  autostart(domain: DomainSpec): Promise<Step[]>;
}

const xl: Toolstack = {
  name: 'xl',
  create: async (domain, { verbose = false } = {}) => ({
    // A file of that name stands for nothing but what follows it.
    command: ['xl', ...(verbose ? ['-vvv'] : []), 'create', '-q', '-p', '/dev/null', await configOf(domain)],
  }),
  unpause: (name) => ['xl', 'unpause', name],
  destroy: (name) => ['xl', 'destroy', name],
  shutdown: (name) => ['xl', 'shutdown', name],
  exists: (name) => ['xl', 'domid', name],
  identify: () => ['xl', 'vm-list'],
  list: () => ['xl', 'list'],
  console: (name) => ['xl', 'console', name],
  autostart: async (domain) => [
    { command: script(KEEP, `/etc/xen/auto/${domain.name}.cfg`), input: await configOf(domain) },
  ],
};

const VIRSH = ['virsh', '-q', '-c', 'xen:///system'];

const virsh: Toolstack = {
  name: 'virsh',
  create: async (domain) => ({
    command: script(FEED, ...VIRSH, 'create', '--paused'),
    input: await xmlOf(domain),
  }),
  unpause: (name) => [...VIRSH, 'resume', name],
  destroy: (name) => [...VIRSH, 'destroy', name],
  shutdown: (name) => [...VIRSH, 'shutdown', name],
  exists: (name) => [...VIRSH, 'domid', name],
  identify: (name) => [...VIRSH, 'domuuid', name],
  list: () => [...VIRSH, 'list'],
  console: (name) => [...VIRSH, 'console', name],
  autostart: async (domain) => [
    { command: script(FEED, ...VIRSH, 'define'), input: await xmlOf(domain) },
    { command: [...VIRSH, 'autostart', domain.name] },
  ],
};

export const TOOLSTACKS: Readonly<Record<ToolstackName, Toolstack>> = { xl, virsh };

async function configOf(domain: DomainSpec): Promise<string> {
  return (await import('../targets/xl.ts')).renderXl(domain);
}

async function xmlOf(domain: DomainSpec): Promise<string> {
  return (await import('../targets/libvirt.ts')).renderLibvirt(domain);
}
