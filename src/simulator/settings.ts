import type { Machine } from './machine.ts';

/** `struct settings` of the module: each field's offset and size in bytes. */
const FIELDS = {
  now: [0, 8],
  epoch: [8, 8],
  until: [16, 8],
  drain: [24, 8],
  packets: [32, 8],
  memory: [40, 8],
  seed: [48, 8],
  burst: [56, 4],
  realTime: [60, 4],
  turns: [64, 8],
  deadline: [72, 8],
  tooLong: [80, 8],
} as const;

export type Setting = keyof typeof FIELDS;

/** The largest value of a setting of 8 bytes: never, no limit. */
export const NEVER = 0xffff_ffff_ffff_ffffn;

export function readSetting(machine: Machine, setting: Setting): bigint {
  const [offset, size] = FIELDS[setting];
  const at = machine.exports.settings() + offset;
  const { view } = machine.memory;
  return size === 8 ? view.getBigUint64(at, true) : BigInt(view.getUint32(at, true));
}

export function writeSetting(machine: Machine, setting: Setting, value: bigint): void {
  const [offset, size] = FIELDS[setting];
  const at = machine.exports.settings() + offset;
  const { view } = machine.memory;
  if (size === 8) view.setBigUint64(at, value, true);
  else view.setUint32(at, Number(value), true);
}
