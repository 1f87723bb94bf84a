import { type DecodedField, HeaderFields } from './field.ts';
import { decodeIp } from './ip.ts';

const HEADER = 14;
const ARP_SIZE = 28;
const TYPES = { IP: 0x0800, ARP: 0x0806, VLAN: 0x8100, PROVIDER_VLAN: 0x88a8 } as const;

/** The fields of an Ethernet frame, outermost first, as far as the bytes reach; what is not known is payload. */
export function decodeFrame(bytes: Uint8Array): DecodedField[] {
  if (bytes.length < HEADER) return payload(bytes, 0);
  const header = new HeaderFields('Ethernet', bytes, 0);
  header
    .add('destination', header.ethernet(0))
    .add('source', header.ethernet(6))
    .add('type', header.hex16(12));
  return [...header.fields, ...decodeBehindType(bytes, HEADER, header.u16(12))];
}

function decodeBehindType(bytes: Uint8Array, at: number, type: number): DecodedField[] {
  const left = bytes.length - at;
  if ((type === TYPES.VLAN || type === TYPES.PROVIDER_VLAN) && left >= 4) {
    const tag = new HeaderFields('VLAN', bytes, at);
    tag
      .add('priority', tag.u16(0) >> 13)
      .add('drop eligible', (tag.u16(0) >> 12) & 1)
      .add('ID', tag.u16(0) & 0xfff)
      .add('type', tag.hex16(2));
    return [...tag.fields, ...decodeBehindType(bytes, at + 4, tag.u16(2))];
  }
  if (type === TYPES.ARP && left >= ARP_SIZE)
    return [...decodeArp(bytes, at), ...payload(bytes, at + ARP_SIZE)];
  if (type === TYPES.IP) {
    const ip = decodeIp(bytes, at);
    if (ip) return [...ip.fields, ...payload(bytes, ip.end)];
  }
  return payload(bytes, at);
}

function decodeArp(bytes: Uint8Array, at: number): DecodedField[] {
  const header = new HeaderFields('ARP', bytes, at);
  const operations: Readonly<Record<number, string>> = { 1: 'request', 2: 'reply' };
  return header
    .add('formats', header.raw(0, 6))
    .add('operation', operations[header.u16(6)] ?? header.u16(6))
    .add('sender Ethernet', header.ethernet(8))
    .add('sender IP', header.address(14))
    .add('target Ethernet', header.ethernet(18))
    .add('target IP', header.address(24)).fields;
}

const LINE = 16;

/** Bytes in lines of sixteen. */
function payload(bytes: Uint8Array, from: number): DecodedField[] {
  const fields: DecodedField[] = [];
  for (let at = from; at < bytes.length; at += LINE) {
    const line = Buffer.from(bytes.subarray(at, at + LINE)).toString('hex');
    fields.push({ name: `bytes from ${at}`, value: line.replace(/(..)(?=.)/g, '$1 ') });
  }
  return fields;
}
