/** `digits` times ten to the power of `exponent`. */
export interface Decimal {
  digits: bigint;
  exponent: number;
}

const DECIMAL = /^([+-]?)((?:\d(?:_?\d)*_?)?)(?:\.((?:\d(?:_?\d)*_?)?))?(?:[eE]([+-]?\d{1,4}))?$/;

/** A decimal fraction with optional exponent: `1.5`, `.5`, `3.6e6`, `1_000`. Undefined: it is none. */
export function parseDecimal(text: string): Decimal | undefined {
  const found = DECIMAL.exec(text);
  if (!found) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = found;
  const digits = (whole + fraction).replaceAll('_', '');
  if (digits === '') return undefined;
  const places = fraction.replaceAll('_', '').length;
  const magnitude = BigInt(digits);
  return { digits: sign === '-' ? -magnitude : magnitude, exponent: Number(exponent) - places };
}

/** The integer next to `decimal` times `factor`, halves away from zero; undefined when it has over 40 digits. */
export function scale({ digits, exponent }: Decimal, factor: bigint): bigint | undefined {
  const product = digits * factor;
  if (product === 0n) return 0n;
  if (exponent > 40) return undefined;
  if (exponent >= 0) return product * 10n ** BigInt(exponent);
  const divisor = 10n ** BigInt(-exponent);
  const half = product < 0n ? -divisor : divisor;
  return (2n * product + half) / (2n * divisor);
}

/** A unit at a text's end: its factor is `numerator / denominator`. */
export interface Unit {
  numerator: bigint;
  denominator: bigint;
}

/** Splits a number from the unit behind it; a text without a known unit is all number. */
export function splitUnit(text: string, units: Map<string, Unit>): { number: string; unit?: Unit } {
  let start = text.length;
  while (/[A-Za-z/]/.test(text.charAt(start - 1))) start--;
  const unit = units.get(text.substring(start));
  return unit ? { number: text.substring(0, start).trimEnd(), unit } : { number: text };
}
