import { PROTOCOL, putU16, u16 } from './numbers.ts';
import type { PacketMaker } from './packet-maker.ts';

/** Sum of 16-bit words as the internet checksum adds them, without the carries folded in. */
function sum(bytes: Uint8Array, from: number, to: number): number {
  let total = 0;
  for (let at = from; at + 1 < to; at += 2) total += u16(bytes, at);
  return (to - from) % 2 === 1 ? total + (bytes[to - 1]! << 8) : total;
}

function fold(total: number): number {
  while (total > 0xffff) total = (total & 0xffff) + Math.floor(total / 0x10000);
  return ~total & 0xffff;
}

/** Checksum of bytes in which its own field is zero. */
export function internetChecksum(bytes: Uint8Array, from: number, to: number, pseudoHeader = 0): number {
  return fold(sum(bytes, from, to) + pseudoHeader);
}

/** What addresses, protocol and length add to the checksum of TCP and UDP. */
export function pseudoHeaderSum(bytes: Uint8Array, ip: number, length: number): number {
  return sum(bytes, ip + 12, ip + 20) + bytes[ip + 9]! + length;
}

/** Places of the checksum in transport headers. */
const FIELDS = new Map<number, number>([
  [PROTOCOL.TCP, 16],
  [PROTOCOL.UDP, 6],
  [PROTOCOL.ICMP, 2],
]);

/** Sets the IP checksum, and the transport header's where all of the packet is here. */
export function setChecksums(packet: PacketMaker): void {
  const { bytes, ip, transport, end, protocol } = packet;
  putU16(bytes, ip + 10, 0);
  putU16(bytes, ip + 10, internetChecksum(bytes, ip, ip + packet.headerLength));
  const field = FIELDS.get(protocol);
  const isFragment = (u16(bytes, ip + 6) & 0x3fff) !== 0;
  if (field === undefined || isFragment || transport + field + 2 > end) return;
  const pseudo = protocol === PROTOCOL.ICMP ? 0 : pseudoHeaderSum(bytes, ip, end - transport);
  putU16(bytes, transport + field, 0);
  const checksum = internetChecksum(bytes, transport, end, pseudo);
  // A UDP checksum of zero would say that there is none.
  putU16(bytes, transport + field, checksum === 0 && protocol === PROTOCOL.UDP ? 0xffff : checksum);
}
