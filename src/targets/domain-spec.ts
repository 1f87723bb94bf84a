import type { Diagnostic } from '../click-config-parser/diagnostic.ts';
import type { ImageNeeds } from '../image/inspect.ts';
import {
  checkMemory,
  checkName,
  checkProcessors,
  checkType,
  checkVifs,
  defaultMemory,
} from './domain-checks.ts';
import { stableMac, stableUuid } from './stable.ts';
import { checkMac, checkVlan, completeVif } from './vif.ts';
import { readVifOption } from './vif-option.ts';
import type { Vnf, VnfVif } from './vnf.ts';

export { CONFIGURATION } from './domain-checks.ts';

export type DomainType = 'pv' | 'pvh';
export type Action =
  | 'destroy'
  | 'restart'
  | 'rename-restart'
  | 'preserve'
  | 'coredump-destroy'
  | 'coredump-restart';

/** One network interface; its place in the list is its device number. */
export interface DomainVif {
  mac: string;
  bridge?: string;
  /** Of a port of Open vSwitch. */
  vlan?: number;
  ip?: string;
  script?: string;
  model?: string;
  rate?: string;
}

/** A domain, from which every toolstack's description is rendered. */
export interface DomainSpec {
  name: string;
  uuid: string;
  type: DomainType;
  /** MiB */
  memory: number;
  vcpus: number;
  /** Path of the image on the host that starts the domain. */
  kernel: string;
  /** Path, on the same host, of a module that is loaded beside the image. */
  ramdisk?: string;
  commandLine?: string;
  vifs: DomainVif[];
  console: 'pty' | 'none';
  onPoweroff: Action;
  onReboot: Action;
  onCrash: Action;
  autostart: boolean;
}

/** What somebody asks for; the rest has defaults. `vifs`: as in xl, `bridge=br0,mac=…`. */
export interface DomainRequest {
  name: string;
  kernel: string;
  ramdisk?: string;
  vifs: readonly (string | VnfVif)[];
  uuid?: string;
  type?: DomainType;
  memory?: number;
  vcpus?: number;
  commandLine?: string;
  console?: DomainSpec['console'];
  onPoweroff?: Action;
  onReboot?: Action;
  onCrash?: Action;
  autostart?: boolean;
}

/** What a vnf.yaml asks for. */
export function requestOfVnf(vnf: Vnf): Partial<DomainRequest> {
  const { on_poweroff, on_reboot, on_crash, cmdline, description: _, ...same } = vnf;
  const named = { onPoweroff: on_poweroff, onReboot: on_reboot, onCrash: on_crash, commandLine: cmdline };
  return { ...same, ...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)) };
}

/** Completes a request and checks it against the image; no domain when an error is among the diagnostics. */
export function domainSpec(
  request: DomainRequest,
  image: ImageNeeds,
): { domain?: DomainSpec; diagnostics: Diagnostic[] } {
  const { name, kernel, ramdisk, commandLine, vcpus = 1, memory = defaultMemory(image) } = request;
  const type = request.type ?? (image.entries.pv ? 'pv' : 'pvh');
  const asked = request.vifs.map((vif, index) =>
    typeof vif === 'string' ? readVifOption(vif, index) : { vif, diagnostics: [] },
  );
  const vifs = asked.map(({ vif }, index) => completeVif(vif, stableMac(name, image.digest, index)));
  const diagnostics = [
    ...checkName(name),
    ...checkMemory(memory, image),
    ...checkType(type, image.entries),
    ...checkProcessors(vcpus),
    ...asked.flatMap(({ vif, diagnostics }, index) => [
      ...diagnostics,
      ...checkMac(vif.mac, index),
      ...checkVlan(vif, index),
    ]),
    ...checkVifs(vifs, image),
  ];
  if (diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics };
  const domain: DomainSpec = {
    name,
    uuid: request.uuid?.toLowerCase() ?? stableUuid(name, image.digest),
    type,
    memory,
    vcpus,
    kernel,
    ...(ramdisk === undefined ? {} : { ramdisk }),
    ...(commandLine === undefined ? {} : { commandLine }),
    vifs,
    console: request.console ?? 'pty',
    onPoweroff: request.onPoweroff ?? 'destroy',
    onReboot: request.onReboot ?? 'restart',
    onCrash: request.onCrash ?? 'destroy',
    autostart: request.autostart ?? false,
  };
  return { domain, diagnostics };
}
