import type { Diagnostic } from '../click-config-parser/diagnostic.ts';
import type { ImageNeeds } from '../image/inspect.ts';
import type { DomainType, DomainVif } from './domain-spec.ts';
import { finding, warning } from './finding.ts';

/** Name of the configuration in an image, in spans of diagnostics. */
export const CONFIGURATION = '<configuration in the image>';

const MEBIBYTE = 1024 * 1024;
/** MiB. Xen's builder of PV domains refuses less. */
const LEAST_MEMORY = 4;
/** Longest file name that log files with a name in them may have. */
const LONGEST_NAME = 128;

/** Names end up in file names and Xenstore paths, and numbers and "Domain-0" name other domains to xl. */
export function checkName(name: string): Diagnostic[] {
  const hint = 'use A-Z a-z 0-9 _ . - with a letter among them, as in --name firewall-1';
  if (!/^[A-Za-z0-9_.-]+$/.test(name)) {
    return [finding('CF6001', `the domain name ${JSON.stringify(name)} holds odd characters`, hint)];
  }
  if (name.length > LONGEST_NAME) {
    return [finding('CF6001', `the domain name has more than ${LONGEST_NAME} characters`, hint)];
  }
  if (/^[0-9.-]+$/.test(name) || name.startsWith('-') || name === 'Domain-0') {
    return [finding('CF6001', `the domain name ${name} means something else to xl`, hint)];
  }
  return [];
}

/** MiB that the image runs in for certain. */
export function defaultMemory({ memoryNeed }: Pick<ImageNeeds, 'memoryNeed'>): number {
  return Math.max(LEAST_MEMORY, Math.ceil(memoryNeed / MEBIBYTE));
}

/** `memory` in MiB. */
export function checkMemory(
  memory: number,
  image: Pick<ImageNeeds, 'footprint' | 'tables' | 'memoryNeed'>,
): Diagnostic[] {
  if (!Number.isSafeInteger(memory) || memory < 1) {
    return [finding('CF6002', `${memory} is no memory size`, 'give whole MiB, as in --memory 8')];
  }
  if (memory * MEBIBYTE <= image.footprint) {
    const least = Math.floor(image.footprint / MEBIBYTE) + 1;
    const message = `the image alone takes ${kibibytes(image.footprint)} KiB, more than ${memory} MiB`;
    return [finding('CF6002', message, `give it at least ${least} MiB`)];
  }
  if (memory * MEBIBYTE <= image.footprint + image.tables) {
    const message = `the image and its tables take ${kibibytes(image.footprint + image.tables)} KiB, more than ${memory} MiB`;
    return [finding('CF6002', message, `${defaultMemory(image)} MiB are enough for certain`)];
  }
  if (memory * MEBIBYTE >= image.memoryNeed) return [];
  const message = `${memory} MiB may be too little for this configuration`;
  return [warning('CF6010', message, `${defaultMemory(image)} MiB are enough for certain`)];
}

function kibibytes(bytes: number): number {
  return Math.ceil(bytes / 1024);
}

export function checkType(type: DomainType, entries: { pv: boolean; pvh: boolean }): Diagnostic[] {
  if (entries[type]) return [];
  const other = type === 'pv' ? 'pvh' : 'pv';
  const hint = entries[other] ? `use --type ${other}` : 'this image has no entry that Xen knows';
  return [finding('CF6008', `the image has no ${type.toUpperCase()} entry`, hint)];
}

export function checkProcessors(vcpus: number): Diagnostic[] {
  if (vcpus === 1) return [];
  const message = `the router runs on one of the ${vcpus} processors, and the others wait`;
  return [warning('CF6009', message, 'give it one, and start more domains for more work')];
}

/** Holds vifs against each other and against the device numbers of the configuration. */
export function checkVifs(
  vifs: readonly DomainVif[],
  image: Pick<ImageNeeds, 'devices' | 'devicesUnknown' | 'places'>,
): Diagnostic[] {
  return [...duplicateMacs(vifs), ...checkDevices(vifs.length, image)];
}

function duplicateMacs(vifs: readonly DomainVif[]): Diagnostic[] {
  return vifs.flatMap(({ mac }, index) => {
    const first = vifs.findIndex((vif) => vif.mac === mac);
    if (first === index) return [];
    const message = `vif ${index} has the MAC address of vif ${first}, ${mac}`;
    return [finding('CF6007', message, 'change one of them')];
  });
}

function checkDevices(
  count: number,
  { devices, devicesUnknown, places }: Pick<ImageNeeds, 'devices' | 'devicesUnknown' | 'places'>,
): Diagnostic[] {
  if (devicesUnknown) return [];
  const needed = Math.max(-1, ...devices) + 1;
  const used = devices.length === 1 ? `device ${devices[0]}` : `devices ${devices.join(', ')}`;
  if (count < needed) {
    const vifs = count === 1 ? 'is 1 vif' : `are ${count} vifs`;
    const message = `the configuration uses ${used}, and there ${vifs}`;
    const diagnostic = finding(
      'CF6004',
      message,
      `give --vif ${needed} times: device N is the vif number N, from 0`,
    );
    const place = places.get(devices.find((device) => device >= count)!);
    return [
      place ? { ...diagnostic, span: { file: CONFIGURATION, start: place[0], end: place[1] } } : diagnostic,
    ];
  }
  return Array.from({ length: count - needed }, (_, index) =>
    warning('CF6005', `the configuration does not use vif ${needed + index}`, 'leave it out'),
  );
}
