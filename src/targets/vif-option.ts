import type { Diagnostic } from '../click-config-parser/diagnostic.ts';
import { parseVif } from '../xen-xl-config/index.ts';
import { finding } from './finding.ts';
import type { VnfVif } from './vnf.ts';

/** Keys that xl has too; `vlan` is ours. */
const XL_KEYS = ['mac', 'bridge', 'ip', 'script', 'model', 'rate'] as const;
const KEYS = ['mac', 'bridge', 'vlan', 'ip', 'script', 'model', 'rate'];

const RULES = {
  bridge: /^[^\s/]+$/,
  model: /^[A-Za-z0-9_-]+$/,
  script: /^[^\s]+$/,
  ip: /^[0-9]{1,3}([.][0-9]{1,3}){3}(\/[0-9]{1,2})?$/,
};

/** Reads a vif as an option gives it, `bridge=xenbr0,mac=…`; `index` is its number. */
export function readVifOption(text: string, index: number): { vif: VnfVif; diagnostics: Diagnostic[] } {
  const wrong = (message: string, hint: string) => finding('CF6003', `vif ${index}: ${message}`, hint);
  const parts = text.split(',').filter((part) => part.trim() !== '');
  const known = parts.filter(isKnown);
  const vlans = known.filter((part) => part.startsWith('vlan='));
  const { vif, remarks } = parseVif(known.filter((part) => !vlans.includes(part)).join(','));
  const diagnostics = parts
    .filter((part) => !known.includes(part))
    .map((part) => wrong(`"${part}" is nothing that is known here`, `a vif has ${KEYS.join(', ')}`));
  diagnostics.push(...remarks.map(({ message, hint }) => wrong(message, hint)));
  if (vif.bridge === undefined && vif.script === undefined && !vif.ip && diagnostics.length === 0) {
    diagnostics.push(wrong('it is connected to nothing', 'name its bridge, as in --vif bridge=xenbr0'));
  }
  for (const [key, rule] of Object.entries(RULES)) {
    const value = vif[key as keyof typeof RULES];
    if (value === undefined || rule.test(value)) continue;
    diagnostics.push(wrong(`"${value}" is no ${key}`, 'it holds no blanks, and is not empty'));
  }
  const vlan = vlans.map((part) => Number(part.slice('vlan='.length))).at(-1);
  if (vlan !== undefined && !(Number.isInteger(vlan) && vlan >= 1 && vlan <= 4094)) {
    diagnostics.push(wrong(`"${vlans.at(-1)}" is no VLAN`, 'its number is 1 to 4094'));
  }
  const chosen = XL_KEYS.flatMap((key) => (vif[key] === undefined ? [] : [[key, vif[key]]]));
  return { vif: { ...Object.fromEntries(chosen), ...(vlan === undefined ? {} : { vlan }) }, diagnostics };
}

function isKnown(part: string): boolean {
  const key = part.split('=')[0]!.trim().toLowerCase();
  return part.includes('=') && KEYS.includes(key);
}
