import { parseUnsigned } from '../../catalog/arguments/integer.ts';
import type { FieldReader, FieldValue } from './field.ts';
import { fromBigEndian } from './field.ts';
import type { PacketMaker } from './packet-maker.ts';

/** Puts the words of a line into a packet; how many of them meant something. */
export function putText(
  packet: PacketMaker,
  fields: readonly FieldReader[],
  order: readonly number[],
  words: readonly string[],
  version: number,
): number {
  let put = 0;
  for (const index of order) {
    const field = fields[index]!;
    const word = words[index] ?? '';
    if (word === '' || word === '-') continue;
    const value = field.parse ? field.parse(word, { version, packet }) : parseNumber(word, field);
    if (value === undefined) continue;
    field.put(packet, value);
    put++;
  }
  return put;
}

const MOST = [0, 0xff, 0xffff, 0, 0xffff_ffff, 0, 0, 0, Number.MAX_SAFE_INTEGER];

function parseNumber(word: string, { size }: FieldReader): number | undefined {
  return parseUnsigned(word, MOST[size as number] ?? 0xffff_ffff);
}

/** The same for a binary record. */
export function putBinary(
  packet: PacketMaker,
  fields: readonly FieldReader[],
  order: readonly number[],
  bytes: Uint8Array,
): number {
  const values = readValues(fields, bytes);
  let put = 0;
  for (const index of order) {
    const value = values[index];
    if (value === undefined) continue;
    fields[index]!.put(packet, value);
    put++;
  }
  return put;
}

function readValues(fields: readonly FieldReader[], bytes: Uint8Array): (FieldValue | undefined)[] {
  let at = 0;
  return fields.map(({ size, decode }) => {
    if (size === 0 || size === undefined) return undefined;
    const from = size === 'options' ? at + 1 : at;
    const to = size === 'options' ? from + (bytes[at] ?? 0) : at + size;
    at = to;
    if (to > bytes.length) return undefined;
    const value = bytes.subarray(from, to);
    return decode ? decode(value) : fromBigEndian(value);
  });
}
