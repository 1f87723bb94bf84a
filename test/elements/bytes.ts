/** Bytes of hexadecimal digits, with blanks anywhere. */
export function parseHex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, '');
  if (digits.length % 2 || /[^0-9a-f]/i.test(digits)) throw new Error(`not hexadecimal: ${text}`);
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function parseMac(text: string): Uint8Array {
  const bytes = text.split(/[:-]/).map((part) => Number.parseInt(part, 16));
  if (bytes.length !== 6) throw new Error(`not an Ethernet address: ${text}`);
  return Uint8Array.from(bytes);
}

export function parseIp(text: string): Uint8Array {
  const bytes = text.split('.').map(Number);
  if (bytes.length !== 4 || bytes.some(Number.isNaN)) throw new Error(`not an IP address: ${text}`);
  return Uint8Array.from(bytes);
}

/** Big endian. */
export function number16(value: number): Uint8Array {
  return Uint8Array.from([value >> 8, value]);
}

export function number32(value: number): Uint8Array {
  return Uint8Array.from([value >> 24, value >> 16, value >> 8, value]);
}

export function joinBytes(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

export function internetChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i]! << 8) | (bytes[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
