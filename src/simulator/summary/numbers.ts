/** Big-endian numbers in bytes, and the numbers of protocols that summaries know. */
export function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

export function u32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

export function putU16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

export function putU32(bytes: Uint8Array, at: number, value: number): void {
  putU16(bytes, at, value >>> 16);
  putU16(bytes, at + 2, value);
}

export const PROTOCOL = { ICMP: 1, TCP: 6, UDP: 17, DCCP: 33, UDPLITE: 136 } as const;

/** Letters of the protocols that have one. */
export const PROTOCOL_LETTERS = new Map<string, number>([
  ['T', PROTOCOL.TCP],
  ['U', PROTOCOL.UDP],
  ['I', PROTOCOL.ICMP],
]);

/** Protocols whose headers begin with two ports. */
export function hasPorts(protocol: number): boolean {
  return (
    protocol === PROTOCOL.TCP ||
    protocol === PROTOCOL.UDP ||
    protocol === PROTOCOL.DCCP ||
    protocol === PROTOCOL.UDPLITE
  );
}

/** Fields of the fragment word in an IP header. */
export const FRAGMENT = { DF: 0x4000, MF: 0x2000, OFFSET: 0x1fff } as const;

export function dotted(bytes: Uint8Array, at: number): string {
  return `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`;
}

/** Four bytes of `1.2.3.4`. */
export function parseDotted(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255))
    return undefined;
  return Uint8Array.from(parts, Number);
}

/** `00-1A-2B-3C-4D-5E`, as Click prints Ethernet addresses. */
export function printEthernet(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join('-');
}

export function parseEthernet(text: string): Uint8Array | undefined {
  const found = /^[0-9A-Fa-f]{1,2}([:-])[0-9A-Fa-f]{1,2}(?:\1[0-9A-Fa-f]{1,2}){4}$/.exec(text);
  return found ? Uint8Array.from(text.split(found[1]!), (part) => Number.parseInt(part, 16)) : undefined;
}
