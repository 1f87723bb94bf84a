import { splitWords } from '../../click-config-parser/index.ts';
import type { ElementArguments } from '../arguments.ts';
import { LINK, parseLinkType, pcapWriter } from '../capture/index.ts';
import { SimulatorError } from '../error.ts';
import type { FileContext, OpenFileElement } from './file-element.ts';
import { flag, number, path, text } from './file-element.ts';

/** What the file header says where packets are not cut. */
const UNCUT = 0xffff_ffff;

export const openToDump: OpenFileElement = (args, context) => {
  const linkType = chooseLinkType(args, context);
  const sink = context.create(path(args));
  const writer = pcapWriter(sink, { linkType, precision: 6, snapLength: number(args, 'SNAPLEN') || UNCUT });
  const extraLength = flag(args, 'EXTRA_LENGTH');
  return {
    packet({ seconds, nanoseconds, headroom, data, extraLength: extra }) {
      const bytes = data.subarray(headroom);
      writer.packet({
        seconds,
        nanoseconds,
        data: bytes,
        wireLength: bytes.length + (extraLength ? extra : 0),
      });
    },
    facts: () => ({ name: sink.name }),
    flush: () => sink.flush(),
    close: () => sink.close(),
  };
};

function chooseLinkType(args: ElementArguments, context: FileContext): number {
  const encapsulation = text(args, 'ENCAP');
  const from = splitWords(text(args, 'USE_ENCAP_FROM')).map((word) => word.text);
  if (encapsulation !== '' && from.length > 0)
    throw new SimulatorError('CF9006', "specify at most one of 'ENCAP' and 'USE_ENCAP_FROM'");
  if (from.length > 0) return agreedLinkType(from, context);
  const linkType = encapsulation === '' ? LINK.ETHERNET : parseLinkType(encapsulation);
  if (linkType === undefined) throw new SimulatorError('CF9006', 'bad encapsulation type');
  return linkType;
}

/** The one link type of all these elements. */
function agreedLinkType(elements: readonly string[], context: FileContext): number {
  const linkTypes = elements.map((element) => {
    const name = context.encapsulationOf(element);
    if (name === undefined) throw new SimulatorError('CF9006', `'${element}' has no 'encap' read handler`);
    const linkType = parseLinkType(name);
    if (linkType !== undefined) return linkType;
    throw new SimulatorError('CF9006', `'${element}.encap' did not return a valid encapsulation type`);
  });
  if (linkTypes.some((linkType) => linkType !== linkTypes[0]))
    throw new SimulatorError('CF9006', 'source encapsulation types disagree');
  return linkTypes[0]!;
}
