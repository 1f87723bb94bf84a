import { create, print, printVif, type XlValue, xlList, xlNumber, xlString } from '../xen-xl-config/index.ts';
import type { DomainSpec } from './domain-spec.ts';

/** The text of an xl.cfg that starts this domain. */
export function renderXl(domain: DomainSpec): string {
  const entries: [name: string, value: XlValue][] = [
    ['name', xlString(domain.name)],
    ['uuid', xlString(domain.uuid)],
    ['type', xlString(domain.type)],
    ['kernel', xlString(domain.kernel)],
    ...given('ramdisk', domain.ramdisk),
    ...given('cmdline', domain.commandLine),
    ['memory', xlNumber(domain.memory)],
    ['vcpus', xlNumber(domain.vcpus)],
    ['vif', xlList(domain.vifs.map((vif) => xlString(printVif(vif))))],
    ['on_poweroff', xlString(domain.onPoweroff)],
    ['on_reboot', xlString(domain.onReboot)],
    ['on_crash', xlString(domain.onCrash)],
  ];
  return print(create(entries));
}

function given(name: string, text: string | undefined): [name: string, value: XlValue][] {
  return text === undefined ? [] : [[name, xlString(text)]];
}
