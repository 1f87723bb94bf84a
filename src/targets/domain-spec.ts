import type { Diagnostic } from '../click-config-parser/diagnostic.ts';
import type { ImageNeeds } from '../image/inspect.ts';
import { checkMemory, checkName, checkType, checkVifs } from './domain-checks.ts';
import { stableMac, stableUuid } from './stable.ts';

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
  vcpus: 1;
  /** Path of the image on the host that starts the domain. */
  kernel: string;
  /** Path there of the Plan that a shared kernel takes as its boot module. */
  ramdisk?: string;
  commandLine?: string;
  vifs: DomainVif[];
  onPoweroff: Action;
  onReboot: Action;
  onCrash: Action;
}

/** What somebody asks for; the rest has defaults. `vifs`: as in xl, `bridge=br0,mac=…`. */
export interface DomainRequest {
  name: string;
  kernel: string;
  ramdisk?: string;
  vifs: string[];
  uuid?: string;
  type?: DomainType;
  memory?: number;
  commandLine?: string;
}

/** MiB. Enough for any configuration of a few hundred elements with its packet pool. */
export const DEFAULT_MEMORY = 8;

/** Completes a request and checks it against the image; no domain when an error is among the diagnostics. */
export function domainSpec(
  request: DomainRequest,
  image: ImageNeeds,
): { domain?: DomainSpec; diagnostics: Diagnostic[] } {
  const { name, kernel, ramdisk, commandLine } = request;
  const memory = request.memory ?? DEFAULT_MEMORY;
  const type = request.type ?? (image.entries.pv ? 'pv' : 'pvh');
  const { vifs, diagnostics: vifDiagnostics } = checkVifs(request.vifs, image, (index) =>
    stableMac(name, image.digest, index),
  );
  const diagnostics = [
    ...checkName(name),
    ...checkMemory(memory, image.footprint),
    ...checkType(type, image.entries),
    ...vifDiagnostics,
  ];
  if (diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics };
  const domain: DomainSpec = {
    name,
    uuid: request.uuid ?? stableUuid(name, image.digest),
    type,
    memory,
    vcpus: 1,
    kernel,
    ...(ramdisk === undefined ? {} : { ramdisk }),
    ...(commandLine === undefined ? {} : { commandLine }),
    vifs,
    onPoweroff: 'destroy',
    onReboot: 'restart',
    onCrash: 'destroy',
  };
  return { domain, diagnostics };
}
