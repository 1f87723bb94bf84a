import type { XlSetting } from './document.ts';
import { numberOf, type Report, type Settings } from './report.ts';
import { integerOf } from './value.ts';

const NUMBERS = [
  'memory',
  'maxmem',
  'vcpus',
  'maxvcpus',
  'cpu_weight',
  'cap',
  'max_grant_frames',
  'max_maptrack_frames',
  'max_event_channels',
  'shadow_memory',
  'videoram',
  'localtime',
  'hap',
  'acpi',
  'apic',
  'nomigrate',
  'e820_host',
  'pvshim',
];

/** Numbers: what xl takes none from, and sizes that no domain can start with. */
export function checkLimits(all: Settings, report: Report): void {
  for (const name of NUMBERS) checkNumber(name, all.get(name), report);
  if (!all.has('memory')) {
    const hint = 'add memory = 8 (MiB)';
    report('warning', 'CF6104', 'there is no memory; xl then asks for none', undefined, hint);
  }
  const memory = numberOf(all, 'memory');
  if (memory !== undefined && memory <= 0n) {
    report(
      'warning',
      'CF6106',
      `xl takes a memory of ${memory} MiB`,
      all.get('memory'),
      'give it at least 4',
    );
  }
  const most = numberOf(all, 'maxmem');
  if (most !== undefined && memory !== undefined && most < memory) {
    report(
      'warning',
      'CF6109',
      `maxmem ${most} is less than memory ${memory}`,
      all.get('maxmem'),
      'leave it out',
    );
  }
  if (numberOf(all, 'vcpus') === 0n) {
    report('warning', 'CF6106', 'xl takes vcpus = 0 as if it were not there', all.get('vcpus'), 'write 1');
  }
}

function checkNumber(name: string, setting: XlSetting | undefined, report: Report): void {
  if (!setting || setting.value.kind === 'list') return;
  if (setting.joined) {
    report('warning', 'CF6103', `xl takes no number from ${name} +=`, setting, `write ${name} = …`);
  } else if (integerOf(setting.value) === undefined) {
    const message = `xl ignores ${name}, because "${setting.value.text}" is not a number`;
    report('warning', 'CF6105', message, setting, 'write a plain number, without a unit');
  }
}
