import { integerParser } from './integer.ts';
import { parseBandwidth } from './quantity.ts';
import { bytesOf, type Context, type ListParser, type Parser, Refusal } from './value.ts';

/** Four bytes each. */
export const parseIntegers: ListParser = listOf(integerParser(32, true), 4);

/** Eight bytes each. */
export const parseBandwidths: ListParser = listOf(parseBandwidth, 8);

/** The texts as they are: their count, for each its offset in these bytes and its size, then the texts. */
export const parseTexts: ListParser = (texts) => encodeTexts(texts);

function encodeTexts(texts: string[]): Uint8Array {
  const head = 4 + 8 * texts.length;
  const bytes = new Uint8Array(head + texts.reduce((size, text) => size + text.length, 0));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, texts.length, true);
  let offset = head;
  for (const [index, text] of texts.entries()) {
    view.setUint32(4 + 8 * index, offset, true);
    view.setUint32(8 + 8 * index, text.length, true);
    bytes.set(bytesOf(text), offset);
    offset += text.length;
  }
  return bytes;
}

function listOf(parse: Parser, size: 4 | 8): ListParser {
  return (texts, context, report) => {
    const values = texts.map((text, index) => {
      const value = parse(text, context);
      if (!(value instanceof Refusal)) return value;
      const { problem, hint } = value;
      const message = `argument ${index + 1} of ${context.element.className} ${problem}, not '${text}'`;
      report({ index, severity: 'error', message, ...(hint ? { hint } : {}) });
      return undefined;
    });
    const missing = miscount(texts.length, context);
    if (missing) report({ index: texts.length - 1, severity: 'error', message: missing });
    if (missing || values.includes(undefined)) return undefined;
    const numbers = values.map((value) => BigInt(value as number | bigint));
    const low = context.argument.rising
      ? numbers.findIndex((rate, index) => index > 0 && rate <= numbers[index - 1]!)
      : -1;
    if (low >= 0) {
      report({ index: low, severity: 'error', message: 'a rate must be higher than the one before it' });
      return undefined;
    }
    const array = size === 4 ? Int32Array.from(numbers, Number) : BigUint64Array.from(numbers);
    return new Uint8Array(array.buffer);
  };
}

/** Says how many arguments there must be; undefined when there are. */
export function miscount(given: number, { argument, element, inputs, outputs }: Context): string | undefined {
  const wanted = argument.count === 'inputs' ? inputs : outputs - 1;
  if (argument.count === undefined || given === wanted) return undefined;
  const what = argument.count === 'inputs' ? 'one for each input' : 'one less than outputs';
  return `${element.className} needs ${wanted} ${wanted === 1 ? 'argument' : 'arguments'} here, ${what}`;
}
