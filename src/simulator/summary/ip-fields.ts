import type { FieldReader, FieldValue, FieldWriter } from './field.ts';
import { ORDER } from './field.ts';
import { parseFragment, parseFragmentOffset, printFragmentOffset } from './fragment.ts';
import { IP_OPTIONS, parseIpOptions, printIpOptions } from './ip-options.ts';
import { dotted, FRAGMENT, hasPorts, PROTOCOL_LETTERS, parseDotted, putU16, u16 } from './numbers.ts';
import type { PacketMaker } from './packet-maker.ts';
import type { PacketView } from './packet-view.ts';

const order = ORDER.network;

/** A field of the IP header that needs `length` bytes of it. */
function ipWriter(
  name: string,
  size: FieldWriter['size'],
  length: number,
  get: (bytes: Uint8Array, ip: number) => FieldValue,
  print?: FieldWriter['print'],
): FieldWriter {
  return {
    name,
    size,
    value(packet) {
      const { ip } = packet.prepare();
      return ip < 0 || packet.networkLength < length ? packet.miss('IP', length) : get(packet.bytes, ip);
    },
    ...(print ? { print } : {}),
  };
}

function ipReader(
  name: string,
  size: FieldReader['size'],
  put: (packet: PacketMaker, value: number) => void,
  more: Partial<FieldReader> = {},
): FieldReader {
  return {
    name,
    size,
    order,
    put(packet, value) {
      if (packet.makeIp()) put(packet, value as number);
    },
    ...more,
  };
}

const byte = (offset: number) => (bytes: Uint8Array, ip: number) => bytes[ip + offset]!;
const word = (offset: number) => (bytes: Uint8Array, ip: number) => u16(bytes, ip + offset);
const address = (offset: number) => (bytes: Uint8Array, ip: number) =>
  bytes.subarray(ip + offset, ip + offset + 4);
const printAddress = (value: FieldValue) => dotted(value as Uint8Array, 0);
const putByte = (offset: number) => (packet: PacketMaker, value: number) => {
  packet.bytes[packet.ip + offset] = value;
};
const putWord = (offset: number) => (packet: PacketMaker, value: number) =>
  putU16(packet.bytes, packet.ip + offset, value);

function addressReader(name: string, offset: number): FieldReader {
  const put = (packet: PacketMaker, value: unknown) =>
    packet.bytes.set(value as Uint8Array, packet.ip + offset);
  return ipReader(name, 4, put, { parse: parseDotted, decode: (bytes) => bytes });
}

function protocolLetter(value: FieldValue): string {
  return [...PROTOCOL_LETTERS].find(([, number]) => number === value)?.[0] ?? `${value}`;
}

function parseProtocol(text: string): number | undefined {
  const letter = PROTOCOL_LETTERS.get(text);
  if (letter !== undefined) return letter;
  return /^\d{1,3}$/.test(text) && Number(text) < 256 ? Number(text) : undefined;
}

const ECN = ['no', 'ect1', 'ect2', 'ce'] as const;
const ECN_NAMES = new Map([
  ['no', 0],
  ['-', 0],
  ['ect1', 1],
  ['ECT(1)', 1],
  ['ect2', 2],
  ['ECT(0)', 2],
  ['ce', 3],
  ['CE', 3],
]);

function printFragment(value: FieldValue): string {
  const word = value as number;
  if ((word & (FRAGMENT.OFFSET | FRAGMENT.MF)) === 0) return word & FRAGMENT.DF ? '!' : '.';
  return word & FRAGMENT.OFFSET ? 'f' : 'F';
}

function ipLength(packet: PacketView): number {
  const { ip } = packet.prepare();
  const length = ip >= 0 ? packet.ipLength : packet.length;
  return length + (packet.extraLengthCounts ? packet.extraLength : 0);
}

function captureLength(packet: PacketView): number {
  const { ip } = packet.prepare();
  return ip >= 0 ? Math.min(packet.ipLength, packet.networkLength) : packet.length;
}

function options(packet: PacketView): Uint8Array | undefined {
  const { ip } = packet.prepare();
  if (ip < 0) return packet.miss('IP', 20);
  const { headerLength } = packet;
  if (headerLength > 20 && packet.networkLength < headerLength) return packet.miss('IP', headerLength);
  return packet.bytes.subarray(ip + 20, ip + headerLength);
}

function putOptions(packet: PacketMaker, value: unknown): void {
  const bytes = value as Uint8Array;
  packet.hasIpHeaderLength = true;
  if (bytes.length === 0) return;
  const length = Math.ceil((20 + bytes.length) / 4) * 4;
  if (length > packet.headerLength) packet.setHeaderLength(length);
  packet.bytes.fill(0, packet.ip + 20, packet.ip + packet.headerLength);
  packet.bytes.set(bytes, packet.ip + 20);
}

function portWriter(name: string, offset: number): FieldWriter {
  return {
    name,
    size: 2,
    value(packet) {
      const { ip, transport } = packet.prepare();
      const present =
        ip >= 0 &&
        transport >= 0 &&
        packet.networkLength > packet.headerLength &&
        packet.isFirst &&
        hasPorts(packet.protocol) &&
        packet.transportLength >= offset + 2;
      return present ? u16(packet.bytes, transport + offset) : packet.miss('TCP/UDP', offset + 2);
    },
  };
}

function portReader(name: string, offset: number): FieldReader {
  return {
    name,
    size: 2,
    order: ORDER.transport,
    put(packet, value) {
      if (!packet.makeIp() || !packet.makeTransport()) return;
      if (packet.protocol !== 0 && !hasPorts(packet.protocol)) return;
      if (packet.reach(packet.transport + offset + 2))
        putU16(packet.bytes, packet.transport + offset, value as number);
    },
  };
}

export const ipWriters: readonly FieldWriter[] = [
  ipWriter('ip_src', 4, 16, address(12), printAddress),
  ipWriter('ip_dst', 4, 20, address(16), printAddress),
  ipWriter('ip_tos', 1, 2, byte(1)),
  ipWriter('ip_dscp', 1, 2, (bytes, ip) => bytes[ip + 1]! >> 2),
  ipWriter(
    'ip_ecn',
    1,
    2,
    (bytes, ip) => bytes[ip + 1]! & 3,
    (value) => ECN[value as number]!,
  ),
  ipWriter('ip_ttl', 1, 9, byte(8)),
  {
    ...ipWriter('ip_frag', 1, 8, word(6), printFragment),
    encode: (value) => Uint8Array.of(value === undefined ? 0 : printFragment(value).charCodeAt(0)),
  },
  ipWriter('ip_fragoff', 2, 8, word(6), (value) => printFragmentOffset(value as number)),
  ipWriter('ip_id', 2, 6, word(4)),
  ipWriter('ip_sum', 2, 12, word(10)),
  ipWriter('ip_proto', 1, 10, byte(9), protocolLetter),
  ipWriter('ip_hl', 1, 1, (bytes, ip) => (bytes[ip]! & 15) << 2),
  { name: 'ip_len', size: 4, value: ipLength },
  { name: 'ip_capture_len', size: 4, value: captureLength },
  {
    name: 'ip_opt',
    size: 'options',
    value: options,
    print: (value) => printIpOptions(value as Uint8Array, IP_OPTIONS.ALL_BUT_PADDING),
  },
  portWriter('sport', 0),
  portWriter('dport', 2),
];

export const ipReaders: readonly FieldReader[] = [
  addressReader('ip_src', 12),
  addressReader('ip_dst', 16),
  ipReader('ip_tos', 1, putByte(1)),
  ipReader('ip_dscp', 1, (packet, value) => {
    packet.bytes[packet.ip + 1] = (packet.bytes[packet.ip + 1]! & 3) | (value << 2);
  }),
  ipReader(
    'ip_ecn',
    1,
    (packet, value) => {
      packet.bytes[packet.ip + 1] = (packet.bytes[packet.ip + 1]! & 0xfc) | (value & 3);
    },
    { parse: (text) => (/^[0-3]$/.test(text) ? Number(text) : ECN_NAMES.get(text)) },
  ),
  ipReader('ip_ttl', 1, putByte(8)),
  ipReader('ip_frag', 1, putWord(6), {
    order: order - 2,
    parse: parseFragment,
    decode: (bytes) => parseFragment(String.fromCharCode(bytes[0]!)) ?? 0,
  }),
  ipReader('ip_fragoff', 2, putWord(6), { order: order - 1, parse: parseFragmentOffset }),
  ipReader('ip_id', 2, putWord(4)),
  ipReader('ip_sum', 2, putWord(10), { order: order + 2 }),
  ipReader('ip_proto', 1, putByte(9), { parse: parseProtocol }),
  ipReader(
    'ip_hl',
    1,
    (packet, value) => {
      packet.hasIpHeaderLength = true;
      packet.setHeaderLength(Math.min(Math.ceil(value / 4) * 4, 60));
    },
    { order: order - 1 },
  ),
  ipReader(
    'ip_len',
    4,
    (packet, value) => {
      packet.wantedLength = packet.ip - packet.start + value;
    },
    { order: order + 1 },
  ),
  ipReader('ip_opt', 'options', putOptions, {
    parse: (text) => parseIpOptions(text),
    decode: (bytes) => bytes,
  }),
  portReader('sport', 0),
  portReader('dport', 2),
];
