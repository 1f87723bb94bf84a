import { splitWords } from '../../click-config-parser/index.ts';
import { parseDecimal, scale } from './decimal.ts';
import { join } from './ip-routes.ts';
import type { Context, ListParser } from './value.ts';

const MOST = 32768n;

/**
 * Entries `ELEMENT PARAM` as struct element_weight; the name of a compound stands for all that is in it and that has no
 * entry of its own.
 */
export const parseElementWeights: ListParser = (texts, context, report) => {
  const weights = new Map<number, { name: string; weight: number }>();
  let wrong = false;
  for (const [index, text] of texts.entries()) {
    const words = splitWords(text).map((word) => word.text);
    if (words.length === 0) continue;
    const weight = words.length === 2 ? readWeight(words[1]!) : undefined;
    if (weight === undefined) {
      wrong = true;
      report({ index, severity: 'error', message: 'an entry is an element and a number', hint: HINT });
      continue;
    }
    const name = words[0]!;
    const elements = context.elements.findAll(name, context.element.name);
    const message = `there is no element '${name}' here`;
    if (elements.length === 0) report({ index, severity: 'warning', message });
    for (const element of elements)
      if (name.length >= (weights.get(element)?.name.length ?? 0)) weights.set(element, { name, weight });
  }
  return wrong ? undefined : join([...weights].map(([element, { weight }]) => encode(element, weight)));
};

const HINT = "write it like 'source 0.5'";

/** In 1/1024. */
function readWeight(text: string): number | undefined {
  const decimal = parseDecimal(text);
  const weight = decimal && scale(decimal, 1024n);
  if (weight === undefined || weight < 0n) return undefined;
  return Number(weight > MOST ? MOST : weight);
}

function encode(element: number, weight: number): Uint8Array {
  const record = new DataView(new ArrayBuffer(8));
  record.setUint16(0, element, true);
  record.setUint32(4, weight, true);
  return new Uint8Array(record.buffer);
}

/** Entries `ELEMENT THREAD`, of which we have one. */
export const parseElementThreads: ListParser = (texts, context, report) => {
  for (const [index, text] of texts.entries()) {
    const problem = threadProblem(
      splitWords(text).map((word) => word.text),
      context,
    );
    if (problem) report({ index, severity: 'error', message: problem });
  }
  return new Uint8Array();
};

function threadProblem(words: string[], { elements, element }: Context): string | undefined {
  const [name = '', thread, ...more] = words;
  if (thread === undefined || more.length > 0 || !/^-?\d+$/.test(thread))
    return 'an entry is an element and the number of a thread';
  return elements.find(name, element.name) === undefined ? `there is no element '${name}' here` : undefined;
}
