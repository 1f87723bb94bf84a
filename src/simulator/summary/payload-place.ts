import { PROTOCOL } from './numbers.ts';
import type { PacketMaker } from './packet-maker.ts';

const MOST_HEADER = 60;
const TCP_HEADER = 20;
const IP_HEADER = 20;

/** Where the payload of a packet under construction begins, in its bytes. */
export function payloadStart(packet: PacketMaker): number {
  if (packet.ip < 0) return packet.start;
  const { transport, bytes, protocol, end } = packet;
  if (!packet.isFirst) return transport;
  if (protocol === PROTOCOL.TCP && end - transport >= 13)
    return transport + ((bytes[transport + 12]! >> 4) << 2);
  if (protocol === PROTOCOL.UDP || protocol === PROTOCOL.UDPLITE) return transport + 8;
  return transport;
}

/**
 * Settles the packet's length by its payload's. Where the line gives both lengths and they do not fit, headers get
 * padding options for the difference, unless the line gives their length too: first TCP's, then IP's.
 */
export function makeRoomForPayload(packet: PacketMaker, at: number, length: number): void {
  const before = at - packet.start;
  if (!packet.isIp || packet.wantedLength === 0) {
    packet.wantedLength = before + length;
    return;
  }
  let missing = packet.wantedLength - (before + length);
  if (missing <= 0) return;
  missing -= padTcp(packet, missing);
  padIp(packet, missing);
}

/** Bytes by which the header grew. */
function padTcp(packet: PacketMaker, missing: number): number {
  const { transport, bytes, protocol } = packet;
  const isPlain = protocol === PROTOCOL.TCP && packet.isFirst && bytes[transport + 12]! >> 4 === 5;
  if (!isPlain || packet.hasTcpHeaderLength) return 0;
  const more = Math.min(missing & ~3, MOST_HEADER - TCP_HEADER);
  if (more === 0 || !packet.insert(transport + TCP_HEADER, more)) return 0;
  bytes[transport + 12] = ((TCP_HEADER + more) >> 2) << 4;
  return more;
}

function padIp(packet: PacketMaker, missing: number): void {
  const more = Math.min(missing & ~3, MOST_HEADER - IP_HEADER);
  if (packet.headerLength === IP_HEADER && !packet.hasIpHeaderLength && more > 0)
    packet.setHeaderLength(IP_HEADER + more);
}
