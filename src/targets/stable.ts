import { createHash } from 'node:crypto';

/**
 * A MAC address out of Xen's own range, always the same for the same domain name, configuration and device number:
 * a domain that is described again keeps its addresses.
 */
export function stableMac(name: string, digest: string, device: number): string {
  const bytes = hash('mac', name, digest, String(device)).subarray(0, 3);
  return `00:16:3e:${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`;
}

/** A UUID (version 8: made by an own rule) for a domain name and a configuration. */
export function stableUuid(name: string, digest: string): string {
  const bytes = hash('uuid', name, digest).subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function hash(...parts: string[]): Buffer {
  return createHash('sha256').update(parts.join('\0')).digest();
}
