import type { CaptureReader } from '../capture/index.ts';
import { LINK, printLinkType, readCapture } from '../capture/index.ts';
import { toRecord } from '../capture-channel.ts';
import { SimulatorError } from '../error.ts';
import type { PacketRecord } from '../record.ts';
import { flag, type OpenFileElement, path } from './file-element.ts';
import { findIpHeader } from './ip-header.ts';

/** Link types behind which an IP header can be found. */
const FINDABLE: readonly number[] = [
  LINK.RAW,
  LINK.IPV4,
  LINK.ETHERNET,
  LINK.FDDI,
  LINK.NULL,
  LINK.LINUX_SLL,
  LINK.PPP,
];

export const openFromDump: OpenFileElement = (args, context) => {
  const source = context.open(path(args));
  const reader = readCapture(source);
  const { linkType } = reader;
  const forced = flag(args, 'FORCE_IP');
  if (forced && !FINDABLE.includes(linkType)) {
    throw new SimulatorError(
      'CF9006',
      `${source.name}: unknown linktype ${linkType}; can't force IP packets`,
    );
  }
  const marks = forced || linkType === LINK.RAW;
  return {
    next: () => next(reader, marks),
    facts: () => ({
      name: source.name,
      size: source.size,
      position: reader.offset,
      encapsulation: printLinkType(linkType),
    }),
  };
};

function next(reader: CaptureReader, marks: boolean): PacketRecord | undefined {
  const packet = reader.next();
  if (!packet) return undefined;
  const record = toRecord(packet);
  if (reader.linkType !== LINK.RAW) record.mac = 0;
  const found = marks ? findIpHeader(record.data, reader.linkType) : undefined;
  if (found) Object.assign(record, found);
  return record;
}
