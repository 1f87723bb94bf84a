import type { Diagnostic } from '../click-config-parser/diagnostic.ts';
import type { DomainVif } from './domain-spec.ts';
import { finding } from './finding.ts';
import type { VnfVif } from './vnf.ts';

const OPEN_VSWITCH = 'vif-openvswitch';
const ROUTE = 'vif-route';

/** Completes what somebody asks for: its address, and the script that connects it. */
export function completeVif(asked: VnfVif, defaultMac: string): DomainVif {
  const { mac, bridge, vlan, ip, script, model, rate } = asked;
  // xl's own way to name the VLAN of an Open vSwitch port.
  const tagged = isOpenVswitch(script) ? /^(.*)\.([0-9]{1,4})$/.exec(bridge ?? '') : null;
  const number = vlan ?? (tagged ? Number(tagged[2]) : undefined);
  const chosen = script ?? (number !== undefined ? OPEN_VSWITCH : bridge === undefined ? ROUTE : undefined);
  return {
    mac: mac ? canonicalMac(mac) : defaultMac,
    ...(bridge === undefined ? {} : { bridge: tagged?.[1] ?? bridge }),
    ...(number === undefined ? {} : { vlan: number }),
    ...(ip === undefined ? {} : { ip }),
    ...(chosen === undefined ? {} : { script: chosen }),
    ...(model === undefined ? {} : { model }),
    ...(rate === undefined ? {} : { rate }),
  };
}

/** Whether a port of Open vSwitch is made, with this script. */
export function isOpenVswitch(script: string | undefined): boolean {
  return script !== undefined && /(^|\/)vif-openvswitch$/.test(script);
}

export function checkMac(mac: string | undefined, index: number): Diagnostic[] {
  if (mac === undefined) return [];
  const canonical = canonicalMac(mac);
  const hint = 'leave it out for a stable one from the range of Xen, 00:16:3e';
  if ((Number.parseInt(canonical.slice(0, 2), 16) & 1) === 1) {
    return [finding('CF6006', `vif ${index}: ${mac} is the address of a group`, hint)];
  }
  if (canonical !== '00:00:00:00:00:00') return [];
  return [finding('CF6006', `vif ${index}: ${mac} is no address`, hint)];
}

export function checkVlan({ vlan, bridge, script }: VnfVif, index: number): Diagnostic[] {
  if (vlan === undefined) return [];
  const hint = 'name a bridge of Open vSwitch, as in --vif bridge=ovsbr0,vlan=100';
  if (bridge !== undefined && (script === undefined || isOpenVswitch(script))) return [];
  return [finding('CF6003', `vif ${index}: only a port of Open vSwitch can have a VLAN`, hint)];
}

function canonicalMac(mac: string): string {
  return mac
    .split(/[:-]/)
    .map((byte) => byte.toLowerCase().padStart(2, '0'))
    .join(':');
}
