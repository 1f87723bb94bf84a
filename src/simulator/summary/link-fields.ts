import type { FieldReader, FieldWriter } from './field.ts';
import { ORDER } from './field.ts';
import { parseEthernet, printEthernet, putU16, u16 } from './numbers.ts';
import type { PacketMaker } from './packet-maker.ts';
import type { PacketView } from './packet-view.ts';

const order = ORDER.link;
const HEADER = 14;

/** Where the packet's Ethernet header is; undefined when it has none. */
function ethernet(packet: PacketView): number | undefined {
  const { mac, network, start, bytes } = packet;
  const from = mac >= 0 ? mac : network < 0 || start < network ? start : -1;
  const to = network >= 0 ? network : bytes.length;
  return from >= 0 && from + HEADER === to ? from : packet.miss('Ethernet', HEADER);
}

function addressWriter(name: string, offset: number): FieldWriter {
  return {
    name,
    size: 6,
    value(packet) {
      const at = ethernet(packet);
      return at === undefined ? undefined : packet.bytes.subarray(at + offset, at + offset + 6);
    },
    print: (value) => printEthernet(value as Uint8Array),
    encode: (value) => (value as Uint8Array | undefined) ?? new Uint8Array(6),
  };
}

function addressReader(name: string, offset: number): FieldReader {
  return {
    name,
    size: 6,
    order,
    parse: parseEthernet,
    decode: (bytes) => bytes,
    put(packet, value) {
      packet.makeEthernet();
      packet.bytes.set(value as Uint8Array, packet.mac + offset);
    },
  };
}

const IP_TYPES: readonly number[] = [0x0800, 0x86dd];

function putType(packet: PacketMaker, value: number): void {
  packet.makeEthernet();
  putU16(packet.bytes, packet.mac + 12, value);
  if (!IP_TYPES.includes(value)) {
    packet.isIp = false;
    packet.reach(packet.mac + HEADER);
  }
}

export const linkWriters: readonly FieldWriter[] = [
  addressWriter('eth_src', 6),
  addressWriter('eth_dst', 0),
  {
    name: 'eth_type',
    size: 2,
    value(packet) {
      const at = ethernet(packet);
      return at === undefined ? undefined : u16(packet.bytes, at + 12);
    },
    print: (value) => (value as number).toString(16).toUpperCase().padStart(4, '0'),
  },
];

export const linkReaders: readonly FieldReader[] = [
  addressReader('eth_src', 6),
  addressReader('eth_dst', 0),
  {
    name: 'eth_type',
    size: 2,
    order,
    parse: (text) => (/^(0[xX])?[0-9A-Fa-f]{1,4}$/.test(text) ? Number.parseInt(text, 16) : undefined),
    put: (packet, value) => putType(packet, value as number),
  },
];
