import { createHash } from 'node:crypto';
import type { Abi, AbiClass } from '../../generated/abi.js';
import type { ArgumentValues } from '../catalog/index.ts';
import type { Router } from '../router/router.ts';
import { devicesOf, encodeArguments } from './arguments.ts';
import { align8, crc32, ELEMENT, ELEMENT_SIZE, HEADER, HEADER_SIZE, LINK_SIZE, MAGIC } from './format.ts';
import { makeLinks } from './links.ts';
import { type FlatText, writeText } from './text.ts';

/** A flat router that has passed all checks. Port counts are by element, `isPull` by connection. */
export interface ResolvedRouter extends Router {
  ninputs: ArrayLike<number>;
  noutputs: ArrayLike<number>;
  isPull: ArrayLike<number | boolean>;
}

/**
 * The Plan for a router: the bytes that a base image with that `abi` runs from. `values` are by element. Throws
 * RangeError for a class that the base image has not, for arguments that are not known, and for what is too large.
 */
export function compile(
  router: ResolvedRouter,
  values: readonly (ArgumentValues | undefined)[],
  abi: Abi,
): Uint8Array {
  const numbers = new Map(abi.classes.map((entry, number) => [entry.name, number]));
  const classes = router.elements.map(({ name, className }, index) => {
    const number = numbers.get(className);
    if (number === undefined) throw new RangeError(`the base image has no class ${className}`);
    const known = values[index];
    if (known === undefined) throw new RangeError(`the arguments of '${name} :: ${className}' are not known`);
    return { number, entry: abi.classes[number]!, values: known };
  });
  return new Writer(router, classes, abi).write();
}

interface Class {
  number: number;
  entry: AbiClass;
  values: ArgumentValues;
}

class Writer {
  readonly #router: ResolvedRouter;
  readonly #classes: Class[];
  readonly #abi: Abi;
  readonly #chunks: { offset: number; bytes: Uint8Array }[] = [];
  readonly #stored = new Map<string, number>();
  #end = HEADER_SIZE;

  constructor(router: ResolvedRouter, classes: Class[], abi: Abi) {
    this.#router = router;
    this.#classes = classes;
    this.#abi = abi;
  }

  write(): Uint8Array {
    const links = makeLinks(this.#router);
    const records = new Uint8Array(this.#classes.length * ELEMENT_SIZE);
    const elements = this.#append(records);
    const linkTable = this.#append(links.bytes);
    const args = this.#classes.map(({ entry, values }) =>
      this.#append(encodeArguments(entry, values, (bytes) => this.#store(bytes))),
    );
    const flat = writeText(this.#router);
    const text = this.#append(Buffer.from(flat.text, 'latin1'));
    this.#fillElements(new DataView(records.buffer), links, args, flat, text);
    const bytes = new Uint8Array(this.#end);
    for (const chunk of this.#chunks) bytes.set(chunk.bytes, chunk.offset);
    this.#fillHeader(bytes, elements, linkTable, links.bytes.length / LINK_SIZE, text, flat.text.length);
    return bytes;
  }

  #append(bytes: Uint8Array): number {
    const offset = align8(this.#end);
    this.#chunks.push({ offset, bytes });
    this.#end = offset + bytes.length;
    return offset;
  }

  /** Equal bytes are stored once. */
  #store(bytes: Uint8Array): number {
    const key = Buffer.from(bytes).toString('latin1');
    const offset = this.#stored.get(key) ?? this.#append(bytes);
    this.#stored.set(key, offset);
    return offset;
  }

  #fillElements(
    view: DataView,
    links: ReturnType<typeof makeLinks>,
    args: number[],
    { names, configs }: FlatText,
    text: number,
  ): void {
    this.#classes.forEach(({ number }, index) => {
      const at = index * ELEMENT_SIZE;
      view.setUint16(at + ELEMENT.class, number, true);
      view.setUint16(at + ELEMENT.ninputs, links.inputs[index]!.size, true);
      view.setUint16(at + ELEMENT.noutputs, links.outputs[index]!.size, true);
      view.setUint16(at + ELEMENT.nameSize, names[index]!.size, true);
      view.setUint32(at + ELEMENT.inputs, links.inputs[index]!.offset, true);
      view.setUint32(at + ELEMENT.outputs, links.outputs[index]!.offset, true);
      view.setUint32(at + ELEMENT.args, args[index]!, true);
      view.setUint32(at + ELEMENT.name, text + names[index]!.offset, true);
      view.setUint32(at + ELEMENT.config, text + configs[index]!.offset, true);
      view.setUint32(at + ELEMENT.configSize, configs[index]!.size, true);
    });
  }

  #fillHeader(
    bytes: Uint8Array,
    elements: number,
    links: number,
    linkCount: number,
    text: number,
    textSize: number,
  ): void {
    const view = new DataView(bytes.buffer);
    bytes.set(Buffer.from(MAGIC, 'latin1'));
    view.setUint32(HEADER.version, this.#abi.planVersion, true);
    view.setUint32(HEADER.size, bytes.length, true);
    view.setBigUint64(HEADER.abi, this.#abi.hash, true);
    view.setUint32(HEADER.elementCount, this.#classes.length, true);
    view.setUint32(HEADER.elements, elements, true);
    view.setUint32(HEADER.linkCount, linkCount, true);
    view.setUint32(HEADER.links, links, true);
    view.setUint32(HEADER.text, text, true);
    view.setUint32(HEADER.textSize, textSize, true);
    const devices = this.#classes.reduce((bits, { entry, values }) => bits | devicesOf(entry, values), 0);
    view.setUint32(HEADER.devices, devices >>> 0, true);
    bytes.set(createHash('sha256').update(bytes.subarray(HEADER.body)).digest(), HEADER.digest);
    view.setUint32(HEADER.crc, crc32(bytes.subarray(HEADER.size)), true);
  }
}
