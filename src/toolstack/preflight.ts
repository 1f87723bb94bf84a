import type { DomainSpec } from '../targets/domain-spec.ts';
import { ToolstackError } from './codes.ts';
import type { Host } from './host.ts';
import type { Probe } from './probe.ts';

/** MiB that Xen takes for itself beside a domain's own memory. */
const OVERHEAD = { pv: 1, pvh: 3 } as const;

/** Everything on the host that would keep this domain from starting, each in one line with its remedy. */
export function preflight(domain: DomainSpec, host: Host, probe: Probe): ToolstackError[] {
  return [
    ...checkName(domain, host, probe),
    ...checkKernel(domain, host, probe),
    ...checkBridges(domain, host, probe),
  ];
}

/** Whether Xen has memory for all of them. */
export function checkMemory(domains: readonly DomainSpec[], host: Host, { freeMemory }: Probe) {
  const needed = domains.reduce((sum, { memory, type }) => sum + memory + OVERHEAD[type], 0);
  if (freeMemory === undefined || needed <= freeMemory) return [];
  const who = domains.length === 1 ? `${domains[0]!.name} needs` : `the ${domains.length} domains need`;
  const message = `${who} ${needed} MiB, and Xen on ${host.name} has ${freeMemory} MiB free`;
  const hint = 'end other domains, give it less with --memory, or take memory from dom0 with xl mem-set 0';
  return [new ToolstackError('CF7503', message, hint)];
}

function checkName({ name }: DomainSpec, host: Host, { names }: Probe): ToolstackError[] {
  if (!names.has(name)) return [];
  const hint = `end it with \`clickforge destroy ${name}\`, or give this one another --name`;
  return [new ToolstackError('CF7505', `there is a domain ${name} on ${host.name} already`, hint)];
}

function checkKernel({ kernel, ramdisk }: DomainSpec, host: Host, { kernels }: Probe): ToolstackError[] {
  return [kernel, ...(ramdisk === undefined ? [] : [ramdisk])]
    .filter((path) => !kernels.has(path))
    .map((path) => {
      const hint = 'copy it there, and name its path there with --kernel';
      return new ToolstackError('CF7506', `${host.name} cannot read the image ${path}`, hint);
    });
}

function checkBridges({ vifs }: DomainSpec, host: Host, { bridges }: Probe): ToolstackError[] {
  return vifs.flatMap(({ bridge }, index) => {
    if (bridge === undefined || bridges.has(bridge)) return [];
    const message = `there is no bridge ${bridge} on ${host.name} for vif ${index}`;
    const hint = `make it: \`ip link add ${bridge} type bridge && ip link set ${bridge} up\``;
    return [new ToolstackError('CF7504', message, hint)];
  });
}
