import { splitWords, unquote } from '../../click-config-parser/index.ts';
import { SimulatorError } from '../error.ts';
import type { FieldWriter } from '../summary/field.ts';
import { findWriter } from '../summary/fields.ts';
import { SummaryWriter } from '../summary/summary-writer.ts';
import { flag, type OpenFileElement, path, text } from './file-element.ts';

export const openToSummary: OpenFileElement = (args, context) => {
  const binary = flag(args, 'BINARY');
  const fields = chooseFields(text(args, 'FIELDS'), binary);
  const sink = context.create(path(args));
  return new SummaryWriter(sink, {
    name: sink.name,
    fields,
    header: flag(args, 'HEADER'),
    banner: text(args, 'BANNER'),
    remarks: flag(args, 'VERBOSE') ? context.remarks() : [],
    multipacket: flag(args, 'MULTIPACKET'),
    badPackets: flag(args, 'BAD_PACKETS'),
    carefulTruncation: flag(args, 'CAREFUL_TRUNC'),
    extraLength: flag(args, 'EXTRA_LENGTH'),
    binary,
  });
};

function chooseFields(written: string, binary: boolean): FieldWriter[] {
  const names = splitWords(written).map((word) => unquote(word.text));
  if (names.length === 0) throw new SimulatorError('CF9006', 'no contents specified');
  return names.map((name) => {
    const field = findWriter(name);
    if (!field) throw new SimulatorError('CF9006', `unknown content type '${name}'`);
    if (binary && field.size === undefined)
      throw new SimulatorError('CF9006', `cannot use field ${name} with BINARY`);
    return field;
  });
}
