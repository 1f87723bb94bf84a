import type { Action, DomainType } from './domain-spec.ts';

/** One network interface as a vnf.yaml or an option asks for it. */
export interface VnfVif {
  mac?: string;
  bridge?: string;
  vlan?: number;
  ip?: string;
  script?: string;
  model?: string;
  rate?: string;
}

/** The content of a vnf.yaml (vnf.schema.json); all of it has defaults. */
export interface Vnf {
  name?: string;
  description?: string;
  uuid?: string;
  /** MiB */
  memory?: number;
  vcpus?: number;
  type?: DomainType;
  vifs?: VnfVif[];
  console?: 'pty' | 'none';
  on_poweroff?: Action;
  on_reboot?: Action;
  on_crash?: Action;
  cmdline?: string;
  autostart?: boolean;
}
