import { create, print, printVif, type XlValue, xlList, xlNumber, xlString } from '../xen-xl-config/index.ts';
import type { DomainSpec, DomainVif } from './domain-spec.ts';

/** The text of an xl.cfg that starts this domain. */
export function renderXl(domain: DomainSpec): string {
  const entries: [name: string, value: XlValue][] = [
    ['name', xlString(domain.name)],
    ['uuid', xlString(domain.uuid)],
    ['type', xlString(domain.type)],
    ['kernel', xlString(domain.kernel)],
    ...optional('ramdisk', domain.ramdisk),
    ...optional('cmdline', domain.commandLine),
    ['memory', xlNumber(domain.memory)],
    ['vcpus', xlNumber(domain.vcpus)],
    ['vif', xlList(domain.vifs.map((vif) => xlString(vifText(vif))))],
    ['on_poweroff', xlString(domain.onPoweroff)],
    ['on_reboot', xlString(domain.onReboot)],
    ['on_crash', xlString(domain.onCrash)],
  ];
  return print(create(entries));
}

function optional(name: string, value: string | undefined): [string, XlValue][] {
  return value === undefined ? [] : [[name, xlString(value)]];
}

/** The script vif-openvswitch takes the VLAN from the name of the bridge. */
function vifText({ vlan, ...vif }: DomainVif): string {
  return printVif(vlan === undefined ? vif : { ...vif, bridge: `${vif.bridge}.${vlan}` });
}
