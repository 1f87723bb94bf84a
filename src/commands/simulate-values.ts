import { InvalidArgumentError } from 'commander';
import { asBytes } from './words.ts';

/** A file and, where it was said, the device that it belongs to. */
export interface DeviceFile {
  device?: number;
  file: string;
}

/** Latin1 value for a handler, by its full name. */
export interface HandlerWrite {
  handler: string;
  value: string;
}

const MOST_DEVICES = 32;

function splitDeviceFile(text: string): DeviceFile | undefined {
  const found = /^(\d+)=(.+)$/s.exec(text);
  return found ? { device: deviceNumber(found[1]!), file: found[2]! } : undefined;
}

function deviceNumber(digits: string): number {
  const number = Number(digits);
  if (number < MOST_DEVICES) return number;
  throw new InvalidArgumentError(`Devices have numbers from 0 to ${MOST_DEVICES - 1}.`);
}

export function deviceFiles(
  text: string,
  before: ReadonlyMap<number, string> = new Map(),
): ReadonlyMap<number, string> {
  const given = splitDeviceFile(text);
  if (given?.device === undefined) throw new InvalidArgumentError('It has to be DEVICE=FILE, as 0=in.pcap.');
  if (before.has(given.device)) throw new InvalidArgumentError(`Device ${given.device} has a file already.`);
  return new Map([...before, [given.device, given.file]]);
}

export function expectedFiles(text: string, before: readonly DeviceFile[] = []): readonly DeviceFile[] {
  return [...before, splitDeviceFile(text) ?? { file: text }];
}

export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, asBytes(text)];
}

export function handlerWrites(text: string, before: readonly HandlerWrite[] = []): readonly HandlerWrite[] {
  const bytes = asBytes(text);
  const equals = bytes.indexOf('=');
  if (equals <= 0) throw new InvalidArgumentError('It has to be ELEMENT.HANDLER=VALUE.');
  return [...before, { handler: bytes.substring(0, equals), value: bytes.substring(equals + 1) }];
}

export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number))
    throw new InvalidArgumentError('It has to be a number.');
  return number;
}

export function positiveNumber(text: string): number {
  const number = wholeNumber(text);
  if (number === 0 || number > 0xffff) throw new InvalidArgumentError('It has to be from 1 to 65535.');
  return number;
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  ms: 1e6,
  s: 1e9,
  '': 1e9,
  min: 60e9,
  h: 3600e9,
};

/** Nanoseconds of `1.5`, `10s`, `250ms`. */
export function duration(text: string): bigint {
  const found = /^(\d+(?:\.\d+)?)\s*(ns|us|ms|s|min|h|)$/.exec(text);
  const nanoseconds = found ? Number(found[1]) * UNITS[found[2]!]! : Number.NaN;
  if (!Number.isSafeInteger(Math.round(nanoseconds)))
    throw new InvalidArgumentError('It has to be a time, as 10s, 250ms or 1.5.');
  return BigInt(Math.round(nanoseconds));
}
