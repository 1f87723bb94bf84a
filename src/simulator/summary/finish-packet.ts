import type { PacketRecord } from '../record.ts';
import { setChecksums } from './checksum.ts';
import { PROTOCOL, putU16, u16 } from './numbers.ts';
import type { PacketMaker } from './packet-maker.ts';

export interface FinishOptions {
  /** Whether the packet gets its whole length and right checksums. */
  checksum: boolean;
  /** Whether addresses and ports come from elsewhere than the fields. */
  hasFlow: boolean;
}

/** Settles lengths and places once all fields are in. */
export function finishPacket(packet: PacketMaker, { checksum, hasFlow }: FinishOptions): PacketRecord {
  if (hasFlow) packet.makeIp();
  if (packet.ip >= 0) {
    packet.makeTransport();
    setLengths(packet);
    if (checksum) complete(packet);
  }
  return toRecord(packet);
}

function setLengths(packet: PacketMaker): void {
  const { bytes, ip, start, end } = packet;
  const before = ip - start;
  const wanted = packet.wantedLength >= before ? packet.wantedLength - before : packet.wantedLength;
  const length = wanted === 0 ? end - ip : Math.min(wanted, 0xffff);
  putU16(bytes, ip + 2, length);
  const isDatagram = packet.protocol === PROTOCOL.UDP && packet.isFirst && end >= packet.transport + 6;
  if (isDatagram && u16(bytes, packet.transport + 4) === 0)
    putU16(bytes, packet.transport + 4, Math.max(length - packet.headerLength, 0));
}

function complete(packet: PacketMaker): void {
  if (packet.reach(packet.ip + u16(packet.bytes, packet.ip + 2))) setChecksums(packet);
}

function toRecord(packet: PacketMaker): PacketRecord {
  const { record, start, mac, ip, transport } = packet;
  record.data = packet.bytes.subarray(start, packet.end);
  if (mac >= 0) record.mac = mac - start;
  if (ip >= 0) {
    record.network = ip - start;
    record.transport = transport - start;
  }
  record.extraLength = Math.max(packet.wantedLength - packet.length, 0);
  return record;
}
