import { ICMP_TYPES } from '../../catalog/service-names.ts';
import type { FieldReader, FieldWriter, ReadContext } from './field.ts';
import { ORDER } from './field.ts';
import { PROTOCOL, putU16, u16 } from './numbers.ts';
import type { PacketMaker } from './packet-maker.ts';

const order = ORDER.transport;
const UNREACHABLE = 3;
const NEED_FRAGMENT = 4;

/** Types with an identifier and a sequence number: echo, timestamp and information, with their replies. */
const SEQUENCED: readonly number[] = [0, 8, 13, 14, 15, 16];

/** Bytes of the headers that are longer than eight. */
const LONG_HEADERS = new Map([
  [13, 20],
  [14, 20],
  [17, 12],
  [18, 12],
]);

const CODES = new Map<number, readonly string[]>([
  [UNREACHABLE, ['net', 'host', 'protocol', 'port', 'needfrag', 'srcfail']],
  [5, ['net', 'host', 'tosnet', 'toshost']],
  [11, ['transit', 'reassembly']],
  [12, ['erroratptr', 'missingopt', 'length']],
]);

function typeName(type: number): string {
  return [...ICMP_TYPES].find(([, number]) => number === type)?.[0] ?? `${type}`;
}

function byteOf(text: string): number | undefined {
  return /^\d{1,3}$/.test(text) && Number(text) < 256 ? Number(text) : undefined;
}

function parseCode(text: string, { packet }: ReadContext): number | undefined {
  const names = packet.icmpType === undefined ? undefined : CODES.get(packet.icmpType);
  const named = names?.indexOf(text) ?? -1;
  return named >= 0 ? named : byteOf(text);
}

function icmpWriter(
  name: string,
  size: number,
  length: number,
  get: (bytes: Uint8Array, icmp: number) => number,
  more: Partial<FieldWriter> & { applies?: (type: number, code: number) => boolean } = {},
): FieldWriter {
  const { applies, ...rest } = more;
  return {
    name,
    size,
    value(packet) {
      const { icmp, bytes } = packet.prepare();
      if (icmp < 0 || packet.transportLength < Math.min(length, 2)) return packet.miss('ICMP', length);
      if (applies && !applies(bytes[icmp]!, bytes[icmp + 1]!)) return undefined;
      return packet.transportLength < length ? packet.miss('ICMP', length) : get(bytes, icmp);
    },
    ...rest,
  };
}

function icmpReader(
  name: string,
  size: number,
  put: (packet: PacketMaker, value: number) => void,
  more: Partial<FieldReader> = {},
): FieldReader {
  return {
    name,
    size,
    order: order + 2,
    put(packet, value) {
      const possible = packet.makeIp(PROTOCOL.ICMP) && packet.makeTransport();
      if (possible && packet.reach(packet.transport + 8)) put(packet, value as number);
    },
    ...more,
  };
}

const isSequenced = (type: number) => SEQUENCED.includes(type);
const isNeedFragment = (type: number, code: number) => type === UNREACHABLE && code === NEED_FRAGMENT;

function putType(packet: PacketMaker, value: number): void {
  packet.bytes[packet.transport] = value;
  packet.icmpType = value;
  packet.reach(packet.transport + (LONG_HEADERS.get(value) ?? 8));
}

function putCode(packet: PacketMaker, value: number): void {
  packet.bytes[packet.transport + 1] = value;
  packet.icmpCode = value;
}

/** For a field of sequenced types; where the type is not given, nothing speaks against it. */
const putSequenced = (offset: number) => (packet: PacketMaker, value: number) => {
  const type = packet.icmpType;
  if (type === undefined || isSequenced(type)) putU16(packet.bytes, packet.transport + offset, value);
};

function putNextMtu(packet: PacketMaker, value: number): void {
  const { icmpType = UNREACHABLE, icmpCode = NEED_FRAGMENT } = packet;
  if (isNeedFragment(icmpType, icmpCode)) putU16(packet.bytes, packet.transport + 6, value);
}

export const icmpWriters: readonly FieldWriter[] = [
  icmpWriter('icmp_type', 1, 1, (bytes, icmp) => bytes[icmp]!),
  icmpWriter('icmp_code', 1, 2, (bytes, icmp) => bytes[icmp + 1]!),
  icmpWriter('icmp_type_name', 1, 1, (bytes, icmp) => bytes[icmp]!, {
    print: (value) => typeName(value as number),
  }),
  icmpWriter('icmp_code_name', 1, 2, (bytes, icmp) => bytes[icmp + 1]!, {
    print: (value, packet) => CODES.get(packet.bytes[packet.icmp]!)?.[value as number] ?? `${value}`,
  }),
  icmpWriter('icmp_flowid', 2, 6, (bytes, icmp) => u16(bytes, icmp + 4), { applies: isSequenced }),
  icmpWriter('icmp_seq', 2, 8, (bytes, icmp) => u16(bytes, icmp + 6), { applies: isSequenced }),
  icmpWriter('icmp_nextmtu', 2, 8, (bytes, icmp) => u16(bytes, icmp + 6), { applies: isNeedFragment }),
];

const typeReader = (name: string) =>
  icmpReader(name, 1, putType, { order, parse: (text) => ICMP_TYPES.get(text) ?? byteOf(text) });
const codeReader = (name: string) => icmpReader(name, 1, putCode, { order: order + 1, parse: parseCode });

export const icmpReaders: readonly FieldReader[] = [
  typeReader('icmp_type'),
  typeReader('icmp_type_name'),
  codeReader('icmp_code'),
  codeReader('icmp_code_name'),
  icmpReader('icmp_flowid', 2, putSequenced(4)),
  icmpReader('icmp_seq', 2, putSequenced(6)),
  icmpReader('icmp_nextmtu', 2, putNextMtu),
];
