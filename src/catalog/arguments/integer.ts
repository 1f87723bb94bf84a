import { DIGIT, isAt, isDigits } from '../../click-config-parser/characters.ts';
import { type Context, type Parser, Refusal } from './value.ts';

const INTEGER =
  /^([+-]?)(?:0[xX]([0-9a-fA-F](?:_?[0-9a-fA-F])*)|0[bB]([01](?:_?[01])*)|(0(?:_?[0-7])*)|([1-9](?:_?[0-9])*))$/;

/** An integer as Click writes them: decimal, 0x, 0b, octal after 0, single underscores between digits. */
export function parseInteger(text: string): bigint | undefined {
  // Most are plain decimal ones, names or addresses, which are sooner told without the large expression.
  if (!isAt(text, 0, DIGIT) && text[0] !== '+' && text[0] !== '-') return undefined;
  if (isDigits(text) && (text[0] !== '0' || text === '0')) return BigInt(text);
  if (text.includes('.')) return undefined;
  const found = INTEGER.exec(text);
  if (!found) return undefined;
  const [, sign, hexadecimal, binary, octal, decimal] = found;
  const plain = (digits: string) => digits.replaceAll('_', '');
  const magnitude = hexadecimal
    ? BigInt(`0x${plain(hexadecimal)}`)
    : binary
      ? BigInt(`0b${plain(binary)}`)
      : octal
        ? BigInt(`0o${plain(octal)}`)
        : BigInt(plain(decimal!));
  return sign === '-' ? -magnitude : magnitude;
}

/** An unsigned integer that fits into a number; undefined when it is none or too large. */
export function parseUnsigned(text: string, max: number): number | undefined {
  const value = text.startsWith('-') ? undefined : parseInteger(text);
  return value !== undefined && value <= BigInt(max) ? Number(value) : undefined;
}

/** A parser of integers of that many bits; values of 64 bits are bigints. */
export function integerParser(bits: number, signed: boolean): Parser {
  const max = (1n << BigInt(signed ? bits - 1 : bits)) - 1n;
  const min = signed ? -max - 1n : 0n;
  return (text, context) => {
    const word = context.argument.words?.[text];
    if (word !== undefined) return word;
    const value = parseInteger(text);
    if (value === undefined || (!signed && text.startsWith('-')))
      return new Refusal(`must be ${signed ? 'an integer' : 'an unsigned integer'}${orWords(context)}`);
    const wrong = outOfRange(value, larger(min, context.argument.min), smaller(max, context.argument.max));
    if (wrong) return new Refusal(wrong);
    return bits === 64 ? value : Number(value);
  };
}

function orWords({ argument }: Context): string {
  const words = Object.keys(argument.words ?? {});
  return words.map((word) => ` or '${word}'`).join('');
}

/** An Ethernet type, which is an integer of 16 bits. */
export const parseEtherType = integerParser(16, false);

/** Says what is wrong with a value outside of `min` to `max`; undefined inside. */
function outOfRange(value: bigint, min: bigint, max: bigint): string | undefined {
  if (value < min) return `must be at least ${min}`;
  return value > max ? `must be at most ${max}` : undefined;
}

function larger(min: bigint, bound: Context['argument']['min']): bigint {
  return bound === undefined || BigInt(bound) < min ? min : BigInt(bound);
}

function smaller(max: bigint, bound: Context['argument']['max']): bigint {
  return bound === undefined || BigInt(bound) > max ? max : BigInt(bound);
}
