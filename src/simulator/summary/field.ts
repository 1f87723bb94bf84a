import type { PacketMaker } from './packet-maker.ts';
import type { PacketView } from './packet-view.ts';
import type { Time } from './time.ts';

/** What a field holds: a number, bytes, or a time. */
export type FieldValue = number | Uint8Array | Time;

/** How a field of a packet is written. */
export interface FieldWriter {
  name: string;
  /** Bytes in a binary record; undefined: it cannot be in one; `options`: a length byte and so many. */
  size: number | 'options' | undefined;
  /** Undefined: the packet has no such field. */
  value(packet: PacketView): FieldValue | undefined;
  /** Default: decimal. */
  print?(value: FieldValue, packet: PacketView): string;
  /** The bytes in a binary record, of `size`. Default: big endian. */
  encode?(value: FieldValue | undefined, packet: PacketView): Uint8Array;
}

/** How a field of a line becomes part of a packet. */
export interface FieldReader {
  name: string;
  size: number | 'options' | undefined;
  /** Fields are put into a packet in this order, whatever their order in the line. */
  order: number;
  /** Undefined: not a value of this field. Default: an unsigned integer that fits the size. */
  parse?(text: string, context: ReadContext): FieldValue | undefined;
  decode?(bytes: Uint8Array): FieldValue;
  put(packet: PacketMaker, value: FieldValue): void;
}

export interface ReadContext {
  /** Minor version of the file's format. */
  version: number;
  packet: PacketMaker;
}

/** Annotations come first, payloads last. */
export const ORDER = { annotation: 100, link: 200, network: 300, transport: 400, payload: 500 } as const;

export function bigEndian(value: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let at = size - 1, rest = value; at >= 0; at--, rest = Math.floor(rest / 256)) bytes[at] = rest % 256;
  return bytes;
}

export function fromBigEndian(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}
