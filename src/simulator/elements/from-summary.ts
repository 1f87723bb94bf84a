import type { ElementArguments } from '../arguments.ts';
import { bytesSource } from '../bytes.ts';
import { SimulatorError } from '../error.ts';
import type { FileSource } from '../files.ts';
import { SummaryReader } from '../summary/summary-reader.ts';
import { type FileContext, flag, number, type OpenFileElement, path, text } from './file-element.ts';

export const openFromSummary: OpenFileElement = (args, context) => {
  const mayBeMissing = flag(args, 'ALLOW_NONEXISTENT');
  const source = openPerhaps(() => openContent(args, context), mayBeMissing);
  if (!source) return { next: () => undefined };
  return new SummaryReader(source, source.size, {
    protocol: number(args, 'PROTO'),
    checksum: flag(args, 'CHECKSUM'),
    multipacket: flag(args, 'MULTIPACKET'),
    fields: text(args, 'FIELDS'),
    flowId: text(args, 'FLOWID'),
    mayBeEmpty: mayBeMissing,
    complain: (message) => context.complain(message),
  });
};

/** The file, or the text that stands for it. */
function openContent(args: ElementArguments, context: FileContext): FileSource {
  const data = text(args, 'DATA');
  const named = text(args, 'FILENAME') !== '';
  if (data !== '' && named) throw new SimulatorError('CF9006', 'FILENAME and DATA conflict');
  if (data !== '') return { ...bytesSource('<data>', Buffer.from(data, 'latin1')), size: undefined };
  if (!named) throw new SimulatorError('CF9006', 'FILENAME: required argument missing');
  return context.open(path(args));
}

function openPerhaps<Source>(open: () => Source, mayBeMissing: boolean): Source | undefined {
  try {
    return open();
  } catch (error) {
    if (
      mayBeMissing &&
      error instanceof SimulatorError &&
      error.message.endsWith('No such file or directory')
    )
      return undefined;
    throw error;
  }
}
