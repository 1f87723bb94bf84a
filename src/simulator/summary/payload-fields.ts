import { createHash } from 'node:crypto';
import { quote, unquote } from '../../click-config-parser/index.ts';
import type { FieldReader, FieldWriter } from './field.ts';
import { ORDER } from './field.ts';
import { PROTOCOL } from './numbers.ts';
import type { PacketMaker } from './packet-maker.ts';
import type { PacketView } from './packet-view.ts';
import { makeRoomForPayload, payloadStart } from './payload-place.ts';

interface Payload {
  /** In the packet's bytes. */
  at: number;
  /** As the IP header has it, whether the bytes are there or not. */
  length: number;
}

function payload(packet: PacketView): Payload {
  const { ip, bytes, start, transport } = packet.prepare();
  if (ip < 0) return { at: start, length: packet.length };
  const end = ip + packet.ipLength;
  let at = transport >= 0 ? transport : ip + packet.headerLength;
  if (packet.isFirst && packet.protocol === PROTOCOL.TCP && packet.end - at >= 13) {
    const header = (bytes[at + 12]! >> 4) << 2;
    if (at + header <= end) at += header;
  }
  const isDatagram = packet.protocol === PROTOCOL.UDP || packet.protocol === PROTOCOL.UDPLITE;
  if (packet.isFirst && isDatagram && at + 8 <= end) at += 8;
  return { at, length: end - at };
}

function payloadLength(packet: PacketView): number {
  const { length } = payload(packet);
  const counts = packet.ip < 0 || packet.extraLengthCounts;
  return length + (counts ? packet.extraLength : 0);
}

function payloadBytes(packet: PacketView): Uint8Array {
  const { at, length } = payload(packet);
  return packet.bytes.subarray(at, Math.max(at, Math.min(at + length, packet.end)));
}

const digest = (bytes: Uint8Array) => createHash('md5').update(bytes).digest();

/** Six bits a letter, the lowest first. */
const DIGEST_LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@';

function printDigest(bytes: Uint8Array): string {
  let text = '';
  for (let bit = 0; bit < 128; bit += 6) {
    const at = bit >> 3;
    const pair = bytes[at]! | ((bytes[at + 1] ?? 0) << 8);
    text += DIGEST_LETTERS[(pair >> (bit & 7)) & 63];
  }
  return text;
}

export const payloadWriters: readonly FieldWriter[] = [
  { name: 'payload_len', size: 4, value: payloadLength },
  {
    name: 'payload',
    size: undefined,
    value: payloadBytes,
    print: (value) => quote(Buffer.from(value as Uint8Array).toString('latin1')),
  },
  {
    name: 'payload_md5',
    size: 16,
    value: payloadBytes,
    print: (value) => printDigest(digest(value as Uint8Array)),
    encode: (value) => digest(value as Uint8Array),
  },
  {
    name: 'payload_md5_hex',
    size: 16,
    value: payloadBytes,
    print: (value) => digest(value as Uint8Array).toString('hex'),
    encode: (value) => digest(value as Uint8Array),
  },
];

/** Readies the headers as far as they go; a later fragment has no transport header. */
function makeHeaders(packet: PacketMaker): void {
  if (packet.makeIp()) packet.makeTransport();
}

export const payloadReaders: readonly FieldReader[] = [
  {
    name: 'payload_len',
    size: 4,
    order: ORDER.payload + 1,
    put(packet, value) {
      makeHeaders(packet);
      makeRoomForPayload(packet, payloadStart(packet), value as number);
    },
  },
  {
    name: 'payload',
    size: undefined,
    order: ORDER.payload,
    parse: (text) => Buffer.from(unquote(text), 'latin1'),
    put(packet, value) {
      const bytes = value as Uint8Array;
      makeHeaders(packet);
      if (bytes.length === 0) return;
      makeRoomForPayload(packet, payloadStart(packet), bytes.length);
      const at = payloadStart(packet);
      if (packet.reach(at + bytes.length)) packet.bytes.set(bytes, at);
    },
  },
];
