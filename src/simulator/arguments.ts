import { simulatorAbi } from '../../generated/abi.js';
import { ELEMENT, ELEMENT_SIZE, HEADER } from '../plan/format.ts';

/** Arguments by name. Text is latin1; what is not given is absent. */
export type ElementArguments = ReadonlyMap<string, string | number | boolean>;

/** Sizes and kinds of the argument types that elements of the simulator have. */
const READERS: Readonly<Record<string, (reader: Reader, at: number) => string | number | boolean>> = {
  bool: (reader, at) => reader.view.getUint8(at) !== 0,
  byte: (reader, at) => reader.view.getUint8(at),
  element: (reader, at) => reader.view.getUint16(at, true),
  integer: (reader, at) => reader.view.getInt32(at, true),
  device: (reader, at) => reader.view.getInt32(at, true),
  unsigned: (reader, at) => reader.view.getUint32(at, true),
  string: (reader, at) => reader.bytes(at),
  filename: (reader, at) => reader.bytes(at),
  word: (reader, at) => reader.bytes(at),
  any: (reader, at) => reader.bytes(at),
};

class Reader {
  readonly view: DataView;
  readonly #plan: Uint8Array;

  constructor(plan: Uint8Array) {
    this.#plan = plan;
    this.view = new DataView(plan.buffer, plan.byteOffset, plan.byteLength);
  }

  u32(at: number): number {
    return this.view.getUint32(at, true);
  }

  bytes(at: number): string {
    const offset = this.u32(at);
    return Buffer.from(this.#plan.subarray(offset, offset + this.u32(at + 4))).toString('latin1');
  }
}

/** The arguments of an element, from a Plan that has been checked. Types that no caller needs are left out. */
export function readArguments(plan: Uint8Array, element: number): ElementArguments {
  const reader = new Reader(plan);
  const record = reader.u32(HEADER.elements) + element * ELEMENT_SIZE;
  const { fields } = simulatorAbi.classes[reader.view.getUint16(record + ELEMENT.class, true)]!;
  const args = reader.u32(record + ELEMENT.args);
  const values = new Map<string, string | number | boolean>();
  fields.forEach(({ argument, type, offset }, index) => {
    const read = READERS[type];
    if (argument === undefined || !read) return;
    const next = fields[index + 1];
    // has_<field> stands behind the field of an argument that can be left out.
    const given = next && next.argument === undefined ? reader.view.getUint8(args + next.offset) !== 0 : true;
    if (given) values.set(argument, read(reader, args + offset));
  });
  return values;
}
