import { createHash } from 'node:crypto';
import { type Abi, abi as ownAbi } from '../../generated/abi.js';
import { flatten } from '../router/flatten.ts';
import { crc32, ELEMENT, ELEMENT_SIZE, HEADER, HEADER_SIZE, LINK_SIZE, MAGIC, NO_ELEMENT } from './format.ts';
import { readPreamble } from './strings.ts';

/** What is wrong with the bytes of a Plan, and at which offset. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(`${message} (offset ${offset})`);
    this.offset = offset;
  }
}

/** The Plan of another version of clickforge: how it is laid out is not known. */
export class OtherPlanVersion extends PlanError {}

export interface PlanElement {
  name: string;
  className: string;
  config: string;
  ninputs: number;
  noutputs: number;
}

/** A transfer between two ports, in the direction of the packets; `pull`: the second one starts it. */
export interface PlanConnection {
  from: number;
  fromPort: number;
  to: number;
  toPort: number;
  pull: boolean;
}

export interface Plan {
  version: number;
  /** `element_abi` of the base images that can run it. */
  abi: bigint;
  /** SHA-256 of the configuration as compiled, in hexadecimal. */
  digest: string;
  /** Bytes. */
  size: number;
  /** Numbers of the devices in use. */
  devices: number[];
  elements: PlanElement[];
  connections: PlanConnection[];
  /** The flat configuration, which Click reads back to the same router. */
  text: string;
}

/**
 * Reads a Plan, which may be followed by other bytes, and checks all of it. Throws PlanError. The arguments are
 * checked when the Plan was made for `abi`, whose classes then are known.
 */
export function readPlan(bytes: Uint8Array, abi: Abi = ownAbi): Plan {
  return new Reader(bytes, abi).read();
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #abi: Abi;
  readonly #size: number;

  constructor(bytes: Uint8Array, abi: Abi) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#size = checkHeader(bytes, view, abi.planVersion);
    this.#bytes = bytes.subarray(0, this.#size);
    this.#view = view;
    this.#abi = abi;
  }

  read(): Plan {
    const strings = this.#string(this.#table(HEADER.strings, HEADER.stringsSize, 1, 1, 'the strings lie'));
    const preamble = readPreamble(strings);
    if (!preamble) throw new PlanError('the strings do not begin with class names', HEADER.strings);
    const links = this.#table(HEADER.links, HEADER.linkCount, LINK_SIZE, 4, 'links lie');
    const elements = this.#elements(links.count, preamble.classNames);
    const connections = this.#connections(elements, links.offset);
    return {
      version: this.#abi.planVersion,
      abi: this.#view.getBigUint64(HEADER.abi, true),
      digest: Buffer.from(this.#bytes.subarray(HEADER.digest, HEADER.body)).toString('hex'),
      size: this.#size,
      devices: bitsOf(this.#u32(HEADER.devices)),
      elements,
      connections,
      text: flatten({ elements, connections, requirements: preamble.requirements }),
    };
  }

  #elements(linkCount: number, classNames: string[]): PlanElement[] {
    const { offset, count } = this.#table(
      HEADER.elements,
      HEADER.elementCount,
      ELEMENT_SIZE,
      4,
      'elements lie',
    );
    const places = Array.from({ length: count }, (_, index) => offset + index * ELEMENT_SIZE);
    const classes = this.#classes(places, classNames);
    let nextLink = 0;
    return places.map((at, index) => {
      const ninputs = this.#u16(at + ELEMENT.ninputs);
      const noutputs = this.#u16(at + ELEMENT.noutputs);
      const links = this.#u32(at + ELEMENT.links);
      if (links !== nextLink || links + ninputs + noutputs > linkCount)
        throw new PlanError(`links of element ${index} are not its own`, at + ELEMENT.links);
      nextLink = links + ninputs + noutputs;
      this.#checkArguments(index, at);
      const name = this.#inStrings(
        at + ELEMENT.name,
        this.#u16(at + ELEMENT.nameSize),
        `name of element ${index}`,
      );
      const what = `arguments of element ${index}`;
      const config = this.#inStrings(at + ELEMENT.config, this.#u32(at + ELEMENT.configSize), what);
      return { name, className: classes.get(this.#u16(at + ELEMENT.class))!, config, ninputs, noutputs };
    });
  }

  /** Names by class number, for the classes in use. */
  #classes(elements: number[], names: string[]): Map<number, string> {
    const used = new Set(elements.map((at) => this.#u16(at + ELEMENT.class)));
    if (used.size !== names.length)
      throw new PlanError(`${names.length} class names for ${used.size} classes`, HEADER.strings);
    const numbers = [...used].sort((a, b) => a - b);
    return new Map(numbers.map((number, index) => [number, names[index]!]));
  }

  #checkArguments(index: number, at: number): void {
    if (this.#view.getBigUint64(HEADER.abi, true) !== this.#abi.hash) return;
    const number = this.#u16(at + ELEMENT.class);
    const entry = this.#abi.classes[number];
    if (entry === undefined) throw new PlanError(`element ${index} has unknown class ${number}`, at);
    const args = this.#u32(at + ELEMENT.args);
    if (args % 8 !== 0 || args < HEADER_SIZE || args + entry.size > this.#size)
      throw new PlanError(`arguments of element ${index} lie outside of the Plan`, at + ELEMENT.args);
    for (const { name, offset, bytes } of entry.fields)
      for (const inner of bytes ?? []) {
        const field = args + offset + inner;
        const [start, length] = [this.#u32(field), this.#u32(field + 4)];
        if (length > 0 && (start % 8 !== 0 || start < HEADER_SIZE || start + length > this.#size))
          throw new PlanError(`bytes of ${entry.name}'s ${name} lie outside of the Plan`, field);
      }
  }

  #connections(elements: PlanElement[], links: number): PlanConnection[] {
    const connections: PlanConnection[] = [];
    let at = links;
    elements.forEach(({ ninputs, noutputs }, index) => {
      for (let port = 0; port < ninputs + noutputs; port++, at += LINK_SIZE) {
        const other = this.#u16(at);
        if (other === NO_ELEMENT) continue;
        const pull = port < ninputs;
        const otherPort = this.#u16(at + 2);
        const limit = pull ? elements[other]?.noutputs : elements[other]?.ninputs;
        if (limit === undefined || otherPort >= limit)
          throw new PlanError(`element ${index} is linked to a port that does not exist`, at);
        if (pull) connections.push({ from: other, fromPort: otherPort, to: index, toPort: port, pull });
        else connections.push({ from: index, fromPort: port - ninputs, to: other, toPort: otherPort, pull });
      }
    });
    return connections.sort(
      (a, b) => a.to - b.to || a.toPort - b.toPort || a.from - b.from || a.fromPort - b.fromPort,
    );
  }

  /** A table whose offset and count stand at these places of the header. */
  #table(offsetAt: number, countAt: number, size: number, alignment: number, what: string): Table {
    const offset = this.#u32(offsetAt);
    const count = this.#u32(countAt);
    if (offset % alignment !== 0 || offset < HEADER_SIZE || offset + count * size > this.#size)
      throw new PlanError(`${what} outside of the Plan`, offsetAt);
    return { offset, count };
  }

  #inStrings(at: number, size: number, what: string): string {
    const offset = this.#u32(at);
    const strings = this.#u32(HEADER.strings);
    if (offset < strings || offset + size > strings + this.#u32(HEADER.stringsSize))
      throw new PlanError(`${what} lie outside of the strings`, at);
    return this.#string({ offset, count: size });
  }

  #string({ offset, count }: Table): string {
    return Buffer.from(this.#bytes.subarray(offset, offset + count)).toString('latin1');
  }

  #u16(at: number): number {
    return this.#view.getUint16(at, true);
  }

  #u32(at: number): number {
    return this.#view.getUint32(at, true);
  }
}

interface Table {
  offset: number;
  count: number;
}

/** The Plan's size, after checking magic, version, size, checksum and digest. */
function checkHeader(bytes: Uint8Array, view: DataView, wanted: number): number {
  if (bytes.length < HEADER_SIZE)
    throw new PlanError(`${bytes.length} bytes are too few for a Plan`, bytes.length);
  if (Buffer.from(bytes.subarray(0, MAGIC.length)).toString('latin1') !== MAGIC)
    throw new PlanError('not a Plan: wrong magic', 0);
  const version = view.getUint32(HEADER.version, true);
  if (version !== wanted)
    throw new OtherPlanVersion(
      `the Plan is of version ${version}, and this clickforge reads version ${wanted}`,
      HEADER.version,
    );
  const size = view.getUint32(HEADER.size, true);
  if (size < HEADER_SIZE || size > bytes.length)
    throw new PlanError(`Plan of ${size} bytes, of which ${bytes.length} are here`, HEADER.size);
  const whole = bytes.subarray(0, size);
  if (crc32(whole.subarray(HEADER.size)) !== view.getUint32(HEADER.crc, true))
    throw new PlanError('wrong checksum: the Plan is damaged', HEADER.crc);
  const digest = createHash('sha256').update(whole.subarray(HEADER.body)).digest();
  if (!digest.equals(whole.subarray(HEADER.digest, HEADER.body)))
    throw new PlanError('wrong digest: the Plan is damaged', HEADER.digest);
  return size;
}

function bitsOf(bits: number): number[] {
  return Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => (bits >>> bit) & 1);
}
