import { SimulatorError } from '../error.ts';
import { SummaryReader } from '../summary/summary-reader.ts';
import { flag, number, type OpenFileElement, path, text } from './file-element.ts';

export const openFromSummary: OpenFileElement = (args, context) => {
  const mayBeMissing = flag(args, 'ALLOW_NONEXISTENT');
  const source = openPerhaps(() => context.open(path(args)), mayBeMissing);
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
