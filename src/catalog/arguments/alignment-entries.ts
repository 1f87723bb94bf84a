import { splitWords } from '../../click-config-parser/index.ts';
import { parseInteger } from './integer.ts';
import type { ListParser } from './value.ts';

/** Entries `ELEMENT CHUNK OFFSET...`, which have no effect. Those of elements that are not there say nothing. */
export const parseAlignmentEntries: ListParser = (texts, { element, elements }, report) => {
  let wrong = false;
  for (const [index, text] of texts.entries()) {
    const [name = '', ...numbers] = splitWords(text).map((word) => word.text);
    if (elements.find(name, element.name) === undefined) continue;
    if (numbers.length % 2 === 0 && numbers.every((number) => parseInteger(number) !== undefined)) continue;
    wrong = true;
    report({
      index,
      severity: 'error',
      message: "expected 'ELEMENT CHUNK OFFSET [CHUNK OFFSET...]'",
      hint: 'a chunk and an offset for each input, as in `sink 4 2`',
    });
  }
  return wrong ? undefined : new Uint8Array();
};
