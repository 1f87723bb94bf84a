import type { AbiClass } from '../../generated/abi.js';
import type { ArgumentValues, CountCall, Value } from '../catalog/index.ts';

/** Puts bytes elsewhere in the Plan, 8-byte aligned, and says at which offset. */
export type Store = (bytes: Uint8Array) => number;

/** An argument struct of the class, `abi.size` bytes. Arguments without value are zero. */
export function encodeArguments(abi: AbiClass, values: ArgumentValues, store: Store): Uint8Array {
  const bytes = new Uint8Array(abi.size);
  const view = new DataView(bytes.buffer);
  let given = false;
  for (const { name, argument, offset, size, bytes: outside } of abi.fields) {
    if (argument === undefined) {
      // has_<field> stands behind the field that it is about.
      if (name.startsWith('has_')) bytes[offset] = Number(given);
      continue;
    }
    const value = values.get(argument);
    given = value !== undefined;
    if (value === undefined) continue;
    if (typeof value === 'number' || typeof value === 'bigint') writeInteger(view, offset, size, value);
    else if (!(value instanceof Uint8Array)) writeCountCall(view, offset, value, store);
    else if (outside === undefined) bytes.set(value, offset);
    else writeBytes(view, offset, value, store);
  }
  return bytes;
}

function writeInteger(view: DataView, offset: number, size: number, value: number | bigint): void {
  if (size === 8) view.setBigUint64(offset, BigInt.asUintN(64, BigInt(value)), true);
  else if (size === 4) view.setUint32(offset, Number(value), true);
  else if (size === 2) view.setUint16(offset, Number(value), true);
  else view.setUint8(offset, Number(value));
}

function writeBytes(view: DataView, offset: number, value: Uint8Array, store: Store): void {
  view.setUint32(offset, value.length === 0 ? 0 : store(value), true);
  view.setUint32(offset + 4, value.length, true);
}

function writeCountCall(view: DataView, offset: number, { count, call }: CountCall, store: Store): void {
  view.setBigUint64(offset, count, true);
  writeBytes(view, offset + 8, call, store);
}

/** The devices that an element uses, as a number whose bit N stands for device N. */
export function devicesOf(abi: AbiClass, values: ArgumentValues): number {
  const numbers = abi.fields
    .filter(({ type }) => type === 'device')
    .map(({ argument }): Value | undefined => values.get(argument!));
  return numbers.reduce((bits: number, number) => bits | (1 << Number(number)), 0);
}
