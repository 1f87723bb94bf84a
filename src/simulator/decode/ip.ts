import { type DecodedField, HeaderFields } from './field.ts';
import { decodeTransport } from './transport.ts';

const PROTOCOLS: Readonly<Record<number, string>> = { 1: 'ICMP', 6: 'TCP', 17: 'UDP' };
const HEADER = 20;
const FLAGS = ['reserved', 'DF', 'MF'];

/** The fields of an IPv4 packet and where what is known of it ends; undefined: it is none. */
export function decodeIp(bytes: Uint8Array, at: number): { fields: DecodedField[]; end: number } | undefined {
  if (bytes.length - at < HEADER || bytes[at]! >> 4 !== 4) return undefined;
  const length = (bytes[at]! & 15) * 4;
  if (length < HEADER || bytes.length - at < length) return undefined;
  const header = headerFields(new HeaderFields('IP', bytes, at), length);
  const protocol = header.u8(9);
  const isFirst = (header.u16(6) & 0x1fff) === 0;
  const transport = isFirst
    ? decodeTransport(bytes, at + length, protocol)
    : { fields: [], end: at + length };
  return { fields: [...header.fields, ...transport.fields], end: transport.end };
}

function headerFields(header: HeaderFields, length: number): HeaderFields {
  const fragment = header.u16(6);
  const flags = FLAGS.filter((_, bit) => fragment & (0x8000 >> bit)).join(' ');
  header
    .add('header length', length)
    .add('TOS', header.u8(1))
    .add('length', header.u16(2))
    .add('ID', header.u16(4))
    .add('flags', flags || 'none')
    .add('fragment offset', (fragment & 0x1fff) * 8)
    .add('TTL', header.u8(8))
    .add('protocol', PROTOCOLS[header.u8(9)] ?? header.u8(9))
    .add('checksum', header.hex16(10))
    .add('source', header.address(12))
    .add('destination', header.address(16));
  return length > HEADER ? header.add('options', header.raw(HEADER, length)) : header;
}
