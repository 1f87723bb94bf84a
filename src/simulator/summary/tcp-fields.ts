import type { FieldReader, FieldWriter } from './field.ts';
import { ORDER } from './field.ts';
import { PROTOCOL, putU16, putU32, u16, u32 } from './numbers.ts';
import type { PacketMaker } from './packet-maker.ts';
import type { PacketView } from './packet-view.ts';
import { parseTcpOptions, printTcpOptions, TCP_OPTIONS } from './tcp-options.ts';

const order = ORDER.transport;
const HEADER = 20;

/** Letters of the flags from the lowest bit on; `W` and others are read as well. */
const FLAG_LETTERS = 'FSRPAUECN';
const FLAG_BITS = new Map([...FLAG_LETTERS].map((letter, bit) => [letter, 1 << bit]));
FLAG_BITS.set('W', 1 << 7);
FLAG_BITS.set('X', 1 << 6).set('Y', 1 << 7);

function printFlags(flags: number): string {
  if (flags === 0) return '.';
  if (flags === 0x18) return 'PA';
  return [...FLAG_LETTERS].filter((_, bit) => flags & (1 << bit)).join('');
}

function parseFlags(text: string): number | undefined {
  if (text === '.') return 0;
  if (/^\d+$/.test(text)) return Number(text) < 0x1000 ? Number(text) : undefined;
  let flags = 0;
  for (const letter of text) {
    const bit = FLAG_BITS.get(letter);
    if (bit === undefined) return undefined;
    flags |= bit;
  }
  return text === '' ? undefined : flags;
}

function tcpWriter(
  name: string,
  size: number,
  length: number,
  get: (bytes: Uint8Array, tcp: number) => number,
  print?: FieldWriter['print'],
): FieldWriter {
  return {
    name,
    size,
    value(packet) {
      const { tcp } = packet.prepare();
      if (tcp < 0 || packet.transportLength < length) return packet.miss('TCP', length);
      return get(packet.bytes, tcp);
    },
    ...(print ? { print } : {}),
  };
}

function tcpReader(
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
      const possible = packet.makeIp(PROTOCOL.TCP) && packet.makeTransport();
      if (possible && packet.reach(packet.transport + HEADER)) put(packet, value as number);
    },
    ...more,
  };
}

const headerLength = (bytes: Uint8Array, tcp: number) => (bytes[tcp + 12]! >> 4) << 2;

/** Whether the options are but a time stamp with the usual padding. */
function isTimestampAlone(packet: PacketView, tcp: number): boolean {
  return (
    headerLength(packet.bytes, tcp) === 32 &&
    packet.transportLength >= 24 &&
    u32(packet.bytes, tcp + HEADER) === 0x0101080a
  );
}

function optionsWriter(name: string, kinds: number, plain: boolean): FieldWriter {
  return {
    name,
    size: 'options',
    value(packet) {
      const { tcp, transportLength, bytes } = packet.prepare();
      if (tcp < 0 || transportLength < 13) return packet.miss('TCP', transportLength + 1);
      const length = headerLength(bytes, tcp);
      if (length <= HEADER || (plain && isTimestampAlone(packet, tcp))) return new Uint8Array();
      if (transportLength < length) return packet.miss('TCP', transportLength + 1);
      return bytes.subarray(tcp + HEADER, tcp + length);
    },
    print: (value) => printTcpOptions(value as Uint8Array, kinds),
  };
}

function setHeaderLength(packet: PacketMaker, length: number): void {
  const more = length - headerLength(packet.bytes, packet.transport);
  if (more > 0 && !packet.insert(packet.transport + headerLength(packet.bytes, packet.transport), more))
    return;
  const at = packet.transport + 12;
  packet.bytes[at] = ((length >> 2) << 4) | (packet.bytes[at]! & 15);
}

function optionsReader(name: string, kinds: number, later: number): FieldReader {
  const put = (packet: PacketMaker, value: unknown) => {
    const options = value as Uint8Array;
    packet.hasTcpHeaderLength = true;
    if (options.length === 0) return;
    const length = HEADER + Math.ceil(options.length / 4) * 4;
    const { transport, bytes } = packet;
    if (length > headerLength(bytes, transport)) setHeaderLength(packet, length);
    bytes.fill(0, transport + HEADER, transport + headerLength(bytes, transport));
    bytes.set(options, transport + HEADER);
  };
  return tcpReader(name, 'options', put, {
    order: order + later,
    parse: (text) => parseTcpOptions(text, kinds),
    decode: (bytes) => bytes,
  });
}

export const tcpWriters: readonly FieldWriter[] = [
  tcpWriter('tcp_seq', 4, 8, (bytes, tcp) => u32(bytes, tcp + 4)),
  tcpWriter('tcp_ack', 4, 12, (bytes, tcp) => u32(bytes, tcp + 8)),
  tcpWriter('tcp_off', 1, 13, headerLength),
  tcpWriter(
    'tcp_flags',
    1,
    14,
    (bytes, tcp) => bytes[tcp + 13]! | ((bytes[tcp + 12]! & 1) << 8),
    (value) => printFlags(value as number),
  ),
  tcpWriter('tcp_window', 2, 16, (bytes, tcp) => u16(bytes, tcp + 14)),
  tcpWriter('tcp_urp', 2, 20, (bytes, tcp) => u16(bytes, tcp + 18)),
  optionsWriter('tcp_opt', TCP_OPTIONS.ALL_BUT_PADDING, false),
  optionsWriter('tcp_ntopt', TCP_OPTIONS.RARE, true),
  optionsWriter('tcp_sack', TCP_OPTIONS.SACK, true),
];

export const tcpReaders: readonly FieldReader[] = [
  tcpReader('tcp_seq', 4, ({ bytes, transport }, value) => putU32(bytes, transport + 4, value)),
  tcpReader('tcp_ack', 4, ({ bytes, transport }, value) => putU32(bytes, transport + 8, value)),
  tcpReader(
    'tcp_off',
    1,
    (packet, value) => setHeaderLength(packet, Math.min(Math.ceil(value / 4) * 4, 60)),
    {
      order: order - 1,
    },
  ),
  tcpReader(
    'tcp_flags',
    1,
    ({ bytes, transport }, value) => {
      bytes[transport + 13] = value;
      bytes[transport + 12] = (bytes[transport + 12]! & 0xf0) | ((value >> 8) & 15);
    },
    { parse: parseFlags },
  ),
  tcpReader('tcp_window', 2, ({ bytes, transport }, value) => putU16(bytes, transport + 14, value)),
  tcpReader('tcp_urp', 2, ({ bytes, transport }, value) => putU16(bytes, transport + 18, value)),
  optionsReader('tcp_opt', TCP_OPTIONS.ALL, 3),
  optionsReader('tcp_ntopt', TCP_OPTIONS.RARE, 2),
  optionsReader('tcp_sack', TCP_OPTIONS.SACK, 1),
];
