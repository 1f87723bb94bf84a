/** One network interface of a domain, as an item of xl.cfg's list `vif` describes it. */
export interface XlVif {
  mac?: string;
  bridge?: string;
  gatewaydev?: string;
  ip?: string;
  script?: string;
  vifname?: string;
  backend?: string;
  model?: string;
  type?: string;
  /** `SIZE[KMG](b|B)/s[@TIME(us|ms|s)]`. */
  rate?: string;
  devid?: string;
  mtu?: string;
}

/** A remark about one `key=value` of a vif: xl ends there, goes on without that part, or takes it and means little. */
export interface VifRemark {
  effect: 'refused' | 'dropped' | 'void';
  message: string;
  hint: string;
}

const KEYS: readonly (keyof XlVif)[] = [
  'mac',
  'bridge',
  'gatewaydev',
  'ip',
  'script',
  'vifname',
  'backend',
  'model',
  'type',
  'rate',
  'devid',
  'mtu',
];

/** Reads a vif as xl does: parts are divided by commas, blanks before a part are dropped, all others stay in it. */
export function parseVif(text: string): { vif: XlVif; remarks: VifRemark[] } {
  const vif: XlVif = {};
  const remarks: VifRemark[] = [];
  for (const part of text.split(',').map((each) => each.replace(/^ +/, ''))) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const key = KEYS.find((each) => each === part.slice(0, Math.max(equals, 0)));
    const value = part.slice(equals + 1);
    const remark = key ? checkPart(key, value) : unknownPart(part);
    if (remark) remarks.push(remark);
    if (key && (!remark || remark.effect === 'void')) vif[key] = value;
  }
  return { vif, remarks };
}

/** The text of a vif. Throws RangeError for a value that would not be read back. */
export function printVif(vif: XlVif): string {
  const parts = KEYS.flatMap((key) => {
    const value = vif[key];
    if (value === undefined) return [];
    if (/[,\0\n]/.test(value) || value.trim() !== value) {
      throw new RangeError(`a vif cannot hold ${key} ${JSON.stringify(value)}`);
    }
    return [`${key}=${value}`];
  });
  return parts.join(',');
}

function checkPart(key: keyof XlVif, value: string): VifRemark | undefined {
  if (key === 'mac') return checkMac(value);
  if (key === 'type' && value !== 'vif' && value !== 'ioemu') {
    return dropped(`"${value}" is no type of vif`, 'it is vif or ioemu');
  }
  if (key === 'rate') return checkRate(value);
  if ((key === 'devid' || key === 'mtu') && !/^[0-9]+$/.test(value)) {
    return refused(`${key} "${value}" is no number`, 'write a plain decimal number');
  }
  if (value.trim() !== value) {
    const message = `xl keeps the blanks around "${value}" as part of the ${key}`;
    return { effect: 'void', message, hint: `write ${key}=${value.trim()}` };
  }
  return undefined;
}

function checkMac(value: string): VifRemark | undefined {
  if (/^\s*[0-9a-f]{1,2}([:-][0-9a-f]{1,2}){5}\s*$/i.test(value)) return undefined;
  const hint = 'write six bytes in hexadecimal, divided by ":"';
  // It reads byte by byte: up to the first that is none, and beyond the end of what is too short.
  const begins = /^\s*0*[0-9a-f]{1,2}(?![0-9a-f])/i.test(value);
  return dropped(
    begins ? `xl makes another MAC address of "${value}"` : `"${value}" is no MAC address`,
    hint,
  );
}

const BITS: Record<string, bigint> = { '': 1n, K: 1_000n, M: 1_000_000n, G: 1_000_000_000n };
const MICROSECONDS: Record<string, bigint> = { us: 1n, ms: 1_000n, s: 1_000_000n };

function checkRate(value: string): VifRemark | undefined {
  const match = /^([0-9]+)([KMG]?)([Bb])\/s(?:@([0-9]+)([mu]?s))?$/.exec(value);
  if (!match) return refused(`"${value}" is no rate`, 'write a rate as 10Mb/s, or 250KB/s@20ms');
  const [, size, factor, unit, time = '50', scale = 'ms'] = match as unknown as string[];
  const bytes = (BigInt(size!) * BITS[factor!]!) / (unit === 'b' ? 8n : 1n);
  const interval = BigInt(time) * MICROSECONDS[scale]!;
  if (BigInt(size!) === 0n || bytes >= 1n << 63n || interval === 0n || interval >= 1n << 32n) {
    return refused(`the rate "${value}" is out of range`, 'leave the rate out for no limit');
  }
  if ((bytes * interval) / 1_000_000n === 0n) {
    const message = `"${value}" is less than a byte an interval, so xl sets no limit`;
    return { effect: 'void', message, hint: 'give a higher rate' };
  }
  return undefined;
}

function unknownPart(part: string): VifRemark {
  const key = /^([^=]*?)\s*=/.exec(part)?.[1];
  if (key && KEYS.includes(key.toLowerCase() as keyof XlVif)) {
    return dropped(`xl drops "${part}"`, `write ${key.toLowerCase()}= without a blank and in lower case`);
  }
  return dropped(`xl does not know "${part}" and drops it`, `it knows ${KEYS.join(', ')}`);
}

function dropped(message: string, hint: string): VifRemark {
  return { effect: 'dropped', message, hint };
}

function refused(message: string, hint: string): VifRemark {
  return { effect: 'refused', message, hint };
}
