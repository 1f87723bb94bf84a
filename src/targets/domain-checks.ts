import type { Diagnostic } from '../click-config-parser/diagnostic.ts';
import type { ImageNeeds } from '../image/inspect.ts';
import { parseVif, type XlVif } from '../xen-xl-config/index.ts';
import type { TargetCode } from './codes.ts';
import type { DomainType, DomainVif } from './domain-spec.ts';

/** Name of the configuration in an image, in spans of diagnostics. */
export const CONFIGURATION = '<configuration in the image>';

const MEBIBYTE = 1024 * 1024;
const VIF_KEYS = ['mac', 'bridge', 'script', 'model', 'rate'] as const;
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

/** `memory` in MiB, `footprint` in bytes. */
export function checkMemory(memory: number, footprint: number): Diagnostic[] {
  if (!Number.isSafeInteger(memory) || memory < 1) {
    return [finding('CF6002', `${memory} is no memory size`, 'give whole MiB, as in --memory 8')];
  }
  if (memory * MEBIBYTE > footprint) return [];
  const least = Math.floor(footprint / MEBIBYTE) + 1;
  const message = `the image alone takes ${Math.ceil(footprint / 1024)} KiB, more than ${memory} MiB`;
  return [finding('CF6002', message, `give it at least ${least} MiB`)];
}

export function checkType(type: DomainType, entries: { pv: boolean; pvh: boolean }): Diagnostic[] {
  if (entries[type]) return [];
  const other = type === 'pv' ? 'pvh' : 'pv';
  const hint = entries[other] ? `use --type ${other}` : 'this image has no entry that Xen knows';
  return [finding('CF6008', `the image has no ${type.toUpperCase()} entry`, hint)];
}

/** Reads the vifs and holds them against the device numbers of the configuration. */
export function checkVifs(
  texts: string[],
  image: Pick<ImageNeeds, 'devices' | 'places'>,
  macOf: (index: number) => string,
): { vifs: DomainVif[]; diagnostics: Diagnostic[] } {
  const read = texts.map((text, index) => readVif(text, index, macOf(index)));
  const vifs = read.map(({ vif }) => vif);
  const diagnostics = [
    ...read.flatMap((each) => each.diagnostics),
    ...duplicateMacs(vifs),
    ...checkDevices(vifs.length, image),
  ];
  return { vifs, diagnostics };
}

function isOwnPart(part: string): boolean {
  const key = part.split('=')[0]!.trim().toLowerCase();
  return part.includes('=') && VIF_KEYS.some((each) => each === key);
}

function readVif(
  text: string,
  index: number,
  defaultMac: string,
): { vif: DomainVif; diagnostics: Diagnostic[] } {
  const parts = text.split(',').filter((part) => part.trim() !== '');
  const own = parts.filter(isOwnPart);
  const { vif, remarks } = parseVif(own.join(','));
  const wrong = (message: string, hint: string) => finding('CF6003', `vif ${index}: ${message}`, hint);
  const diagnostics = parts
    .filter((part) => !own.includes(part))
    .map((part) => wrong(`"${part}" is nothing that is known here`, `a vif has ${VIF_KEYS.join(', ')}`));
  diagnostics.push(...remarks.map(({ message, hint }) => wrong(message, hint)));
  if (vif.bridge === undefined && vif.script === undefined && diagnostics.length === 0) {
    diagnostics.push(wrong('it is connected to nothing', 'name its bridge, as in --vif bridge=xenbr0'));
  }
  diagnostics.push(...checkWords(vif, wrong), ...checkMac(vif.mac, index));
  const chosen = Object.fromEntries(
    VIF_KEYS.flatMap((key) => (vif[key] === undefined ? [] : [[key, vif[key]]])),
  );
  return { vif: { ...chosen, mac: vif.mac ? canonicalMac(vif.mac) : defaultMac }, diagnostics };
}

function checkWords(vif: XlVif, wrong: (message: string, hint: string) => Diagnostic): Diagnostic[] {
  const rules = { bridge: /^[^\s/]+$/, model: /^[A-Za-z0-9_-]+$/, script: /^[^\s]+$/ };
  return Object.entries(rules).flatMap(([key, rule]) => {
    const value = vif[key as keyof typeof rules];
    return value === undefined || rule.test(value)
      ? []
      : [wrong(`"${value}" is no ${key}`, 'it holds no blanks, and is not empty')];
  });
}

function checkMac(mac: string | undefined, index: number): Diagnostic[] {
  if (mac === undefined) return [];
  const canonical = canonicalMac(mac);
  const hint = 'leave it out for a stable one from the range of Xen, 00:16:3e';
  if ((Number.parseInt(canonical.slice(0, 2), 16) & 1) === 1) {
    return [finding('CF6006', `vif ${index}: ${mac} is the address of a group`, hint)];
  }
  if (canonical === '00:00:00:00:00:00')
    return [finding('CF6006', `vif ${index}: ${mac} is no address`, hint)];
  return [];
}

function canonicalMac(mac: string): string {
  return mac
    .split(/[:-]/)
    .map((byte) => byte.toLowerCase().padStart(2, '0'))
    .join(':');
}

function duplicateMacs(vifs: DomainVif[]): Diagnostic[] {
  return vifs.flatMap(({ mac }, index) => {
    const first = vifs.findIndex((vif) => vif.mac === mac);
    if (first === index) return [];
    return [
      finding('CF6007', `vif ${index} has the MAC address of vif ${first}, ${mac}`, 'change one of them'),
    ];
  });
}

function checkDevices(
  count: number,
  { devices, places }: Pick<ImageNeeds, 'devices' | 'places'>,
): Diagnostic[] {
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
  return Array.from({ length: count - needed }, (_, index) => ({
    ...finding('CF6005', `the configuration does not use vif ${needed + index}`, 'leave it out'),
    severity: 'warning',
  }));
}

function finding(code: TargetCode, message: string, hint: string): Diagnostic {
  return { code, severity: 'error', message, hint };
}
