import type { FieldReader, FieldWriter } from './field.ts';
import { ORDER } from './field.ts';
import { PROTOCOL, putU16, u16 } from './numbers.ts';

export const udpWriters: readonly FieldWriter[] = [
  {
    name: 'udp_len',
    size: 4,
    value(packet) {
      const { udp } = packet.prepare();
      if (udp < 0 || packet.transportLength < 6) return packet.miss('UDP', 6);
      return u16(packet.bytes, udp + 4);
    },
  },
];

export const udpReaders: readonly FieldReader[] = [
  {
    name: 'udp_len',
    size: 4,
    order: ORDER.transport,
    put(packet, value) {
      if (!packet.makeIp() || !packet.makeTransport()) return;
      const { protocol } = packet;
      if (protocol !== 0 && protocol !== PROTOCOL.UDP && protocol !== PROTOCOL.UDPLITE) return;
      if (packet.reach(packet.transport + 8)) putU16(packet.bytes, packet.transport + 4, value as number);
    },
  },
];
