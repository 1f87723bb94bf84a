import { parseDecimal, scale, splitUnit, type Unit } from './decimal.ts';
import { type Parser, Refusal } from './value.ts';

const NANOSECONDS = 1_000_000_000n;

const SECONDS = unitsOf({
  s: [1n, 1n],
  sec: [1n, 1n],
  m: [60n, 1n],
  min: [60n, 1n],
  h: [3600n, 1n],
  hr: [3600n, 1n],
  d: [86400n, 1n],
  day: [86400n, 1n],
  ms: [1n, 1_000n],
  msec: [1n, 1_000n],
  us: [1n, 1_000_000n],
  usec: [1n, 1_000_000n],
  ns: [1n, 1_000_000_000n],
  nsec: [1n, 1_000_000_000n],
});

/** An amount of time: `1.5`, `500ms`, `2 min`; seconds where there is no unit. The value is in nanoseconds. */
export const parseInterval: Parser = (text) => {
  const { number, unit = { numerator: 1n, denominator: 1n } } = splitUnit(text, SECONDS);
  const decimal = parseDecimal(number);
  if (!decimal || decimal.digits < 0n)
    return new Refusal('must be an amount of time', "write it like '1.5', '500ms' or '2min'");
  const value = scale(decimal, (NANOSECONDS * unit.numerator) / unit.denominator);
  return value === undefined || value >= 1n << 63n ? new Refusal('is too long a time') : value;
};

const BITS = { baud: [1n, 8n], bps: [1n, 8n], 'b/s': [1n, 8n] } as const;
const BYTES = { Bps: [1n, 1n], 'B/s': [1n, 1n] } as const;
const BANDWIDTH = withPrefixes({ ...BITS, ...BYTES });
const MOST_BANDWIDTH = 0xffffffffn;

/** Data a time: `1MBps`, `10 kbps`; bytes a second where there is no unit. */
export const parseBandwidth: Parser = (text, { argument }) => {
  const { number, unit = { numerator: 1n, denominator: 1n } } = splitUnit(text, BANDWIDTH);
  const decimal = parseDecimal(number);
  if (!decimal || decimal.digits < 0n)
    return new Refusal('must be a bandwidth', "write it like '10Mbps', '1MBps' or '125000'");
  // Eighths of bytes keep bits exact; the last rounding is the only one.
  const bits = scale(decimal, (8n * unit.numerator) / unit.denominator);
  const value = bits === undefined ? MOST_BANDWIDTH + 1n : (bits + 4n) / 8n;
  const { min = 0 } = argument;
  if (value < BigInt(min)) return new Refusal(`must be at least ${min} bytes a second`);
  return value > MOST_BANDWIDTH ? new Refusal(`must be at most ${MOST_BANDWIDTH} bytes a second`) : value;
};

/** A decimal fraction; the value is in 1/2^32. */
export const parseReal: Parser = (text, { argument }) => {
  const decimal = parseDecimal(text);
  if (!decimal) return new Refusal('must be a number');
  const value = scale(decimal, 1n << 32n);
  if (value === undefined || value >= 1n << 63n || value < -(1n << 63n))
    return new Refusal('is out of range');
  if (argument.min !== undefined && Number(text) < argument.min)
    return new Refusal(`must be at least ${argument.min}`);
  if (argument.max !== undefined && Number(text) > argument.max)
    return new Refusal(`must be at most ${argument.max}`);
  return value;
};

function unitsOf(table: Record<string, readonly [bigint, bigint]>): Map<string, Unit> {
  return new Map(
    Object.entries(table).map(([name, [numerator, denominator]]) => [name, { numerator, denominator }]),
  );
}

function withPrefixes(table: Record<string, readonly [bigint, bigint]>): Map<string, Unit> {
  const prefixes = { '': 1n, k: 1_000n, K: 1_000n, M: 1_000_000n, G: 1_000_000_000n };
  const all: Record<string, readonly [bigint, bigint]> = {};
  for (const [unit, [numerator, denominator]] of Object.entries(table))
    for (const [prefix, factor] of Object.entries(prefixes))
      all[prefix + unit] = [numerator * factor, denominator];
  return unitsOf(all);
}
