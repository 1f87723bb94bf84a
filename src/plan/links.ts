import type { ResolvedRouter } from './compile.ts';
import { LINK_SIZE, NO_ELEMENT } from './format.ts';
import type { Range } from './text.ts';

/** The link table; `inputs` and `outputs` say for each element where its links begin and how many it has. */
export interface Links {
  bytes: Uint8Array;
  inputs: Range[];
  outputs: Range[];
}

const MOST_ELEMENTS = 0xfffe;
const MOST_PORTS = 0xffff;

/** A push output and a pull input name their other end; every other port waits. */
export function makeLinks({ elements, connections, ninputs, noutputs, isPull }: ResolvedRouter): Links {
  if (elements.length > MOST_ELEMENTS) throw new RangeError(`more than ${MOST_ELEMENTS} elements`);
  const inputs: Range[] = [];
  const outputs: Range[] = [];
  let count = 0;
  elements.forEach(({ name }, index) => {
    if (ninputs[index]! > MOST_PORTS || noutputs[index]! > MOST_PORTS)
      throw new RangeError(`'${name}' has more than ${MOST_PORTS} ports`);
    inputs.push({ offset: count, size: ninputs[index]! });
    outputs.push({ offset: count + ninputs[index]!, size: noutputs[index]! });
    count += ninputs[index]! + noutputs[index]!;
  });
  const view = new DataView(new ArrayBuffer(count * LINK_SIZE));
  for (let link = 0; link < count; link++) writeLink(view, link, NO_ELEMENT, 0);
  connections.forEach(({ from, fromPort, to, toPort }, index) => {
    if (isPull[index]) writeLink(view, inputs[to]!.offset + toPort, from, fromPort);
    else writeLink(view, outputs[from]!.offset + fromPort, to, toPort);
  });
  return { bytes: new Uint8Array(view.buffer), inputs, outputs };
}

function writeLink(view: DataView, link: number, element: number, port: number): void {
  view.setUint16(link * LINK_SIZE, element, true);
  view.setUint16(link * LINK_SIZE + 2, port, true);
}
