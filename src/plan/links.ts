import type { ResolvedRouter } from './compile.ts';
import { LINK_SIZE, NO_ELEMENT } from './format.ts';

/** The link table; `first` says for each element where the links of its inputs, then of its outputs, begin. */
export interface Links {
  bytes: Uint8Array;
  first: number[];
}

const MOST_ELEMENTS = 0xfffe;
const MOST_PORTS = 0xffff;

/** A push output and a pull input name their other end; every other port waits. */
export function makeLinks({ elements, connections, ninputs, noutputs, isPull }: ResolvedRouter): Links {
  if (elements.length > MOST_ELEMENTS) throw new RangeError(`more than ${MOST_ELEMENTS} elements`);
  let count = 0;
  const first = elements.map(({ name }, index) => {
    if (ninputs[index]! > MOST_PORTS || noutputs[index]! > MOST_PORTS)
      throw new RangeError(`'${name}' has more than ${MOST_PORTS} ports`);
    const begin = count;
    count += ninputs[index]! + noutputs[index]!;
    return begin;
  });
  const view = new DataView(new ArrayBuffer(count * LINK_SIZE));
  for (let link = 0; link < count; link++) writeLink(view, link, NO_ELEMENT, 0);
  connections.forEach(({ from, fromPort, to, toPort }, index) => {
    if (isPull[index]) writeLink(view, first[to]! + toPort, from, fromPort);
    else writeLink(view, first[from]! + ninputs[from]! + fromPort, to, toPort);
  });
  return { bytes: new Uint8Array(view.buffer), first };
}

function writeLink(view: DataView, link: number, element: number, port: number): void {
  view.setUint16(link * LINK_SIZE, element, true);
  view.setUint16(link * LINK_SIZE + 2, port, true);
}
