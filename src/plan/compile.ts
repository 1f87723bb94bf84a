import { hash } from 'node:crypto';
import type { Abi, AbiClass } from '../../generated/abi.js';
import type { ArgumentValues } from '../catalog/index.ts';
import type { Router } from '../router/router.ts';
import { devicesOf, encodeArguments } from './arguments.ts';
import { align8, crc32, ELEMENT, ELEMENT_SIZE, HEADER, HEADER_SIZE, LINK_SIZE, MAGIC } from './format.ts';
import { type Links, makeLinks } from './links.ts';
import { latin1, Strings } from './strings.ts';

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
  const numbers = new Map<string, number>();
  for (let number = 0; number < abi.classes.length; number++) numbers.set(abi.classes[number]!.name, number);
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

/** What an element's arguments come to in the Plan. */
interface Arguments {
  entry: AbiClass;
  at: number;
  /** Those that it uses, a bit for each. */
  devices: number;
}

class Writer {
  readonly #router: ResolvedRouter;
  readonly #classes: Class[];
  readonly #abi: Abi;
  readonly #chunks: { offset: number; bytes: Uint8Array }[] = [];
  readonly #stored = new Map<string, number>();
  readonly #known = new Map<ArgumentValues, Arguments>();
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
    const args = this.#classes.map(({ entry, values }) => this.#arguments(entry, values));
    const pool = new Strings(this.#classNames(), this.#router.requirements);
    const places = this.#router.elements.map(
      ({ name, config }) => [pool.add(name), pool.add(config)] as const,
    );
    const strings = this.#append(pool.bytes());
    const view = new DataView(records.buffer);
    this.#classes.forEach(({ number }, index) => {
      const [name, config] = places[index]!;
      this.#fillElement(view, index, {
        number,
        links,
        args: args[index]!.at,
        name: strings + name,
        config: strings + config,
      });
    });
    const bytes = new Uint8Array(this.#end);
    for (const chunk of this.#chunks) bytes.set(chunk.bytes, chunk.offset);
    this.#fillHeader(bytes, {
      elements,
      elementCount: this.#classes.length,
      links: linkTable,
      linkCount: links.bytes.length / LINK_SIZE,
      strings,
      stringsSize: this.#end - strings,
      devices: args.reduce((bits, { devices }) => bits | devices, 0) >>> 0,
      flatSize: flatSize(this.#router),
    });
    return bytes;
  }

  /** Names of the classes in use, by their numbers. */
  #classNames(): string[] {
    const numbers = [...new Set(this.#classes.map(({ number }) => number))].sort((a, b) => a - b);
    return numbers.map((number) => this.#abi.classes[number]!.name);
  }

  /** Where the arguments of an element stand, and which devices it uses. Equal elements have the same `values`. */
  #arguments(entry: AbiClass, values: ArgumentValues): Arguments {
    const before = this.#known.get(values);
    if (before?.entry === entry) return before;
    const at = this.#store(encodeArguments(entry, values, (bytes) => this.#store(bytes)));
    const made = { entry, at, devices: devicesOf(entry, values) };
    this.#known.set(values, made);
    return made;
  }

  #append(bytes: Uint8Array): number {
    const offset = align8(this.#end);
    this.#chunks.push({ offset, bytes });
    this.#end = offset + bytes.length;
    return offset;
  }

  /** Equal bytes are stored once. */
  #store(bytes: Uint8Array): number {
    const key = latin1(bytes);
    const offset = this.#stored.get(key) ?? this.#append(bytes);
    this.#stored.set(key, offset);
    return offset;
  }

  #fillElement(view: DataView, index: number, { number, links, args, name, config }: ElementPlaces): void {
    const at = index * ELEMENT_SIZE;
    const element = this.#router.elements[index]!;
    view.setUint16(at + ELEMENT.class, number, true);
    view.setUint16(at + ELEMENT.ninputs, this.#router.ninputs[index]!, true);
    view.setUint16(at + ELEMENT.noutputs, this.#router.noutputs[index]!, true);
    view.setUint16(at + ELEMENT.nameSize, element.name.length, true);
    view.setUint32(at + ELEMENT.links, links.first[index]!, true);
    view.setUint32(at + ELEMENT.args, args, true);
    view.setUint32(at + ELEMENT.name, name, true);
    view.setUint32(at + ELEMENT.config, config, true);
    view.setUint32(at + ELEMENT.configSize, element.config.length, true);
  }

  #fillHeader(bytes: Uint8Array, fields: HeaderFields): void {
    const view = new DataView(bytes.buffer);
    bytes.set(Buffer.from(MAGIC, 'latin1'));
    view.setUint32(HEADER.version, this.#abi.planVersion, true);
    view.setUint32(HEADER.size, bytes.length, true);
    view.setBigUint64(HEADER.abi, this.#abi.hash, true);
    for (const [field, value] of Object.entries(fields))
      view.setUint32(HEADER[field as keyof HeaderFields], value, true);
    bytes.set(Buffer.from(hash('sha256', bytes.subarray(HEADER.body)), 'hex'), HEADER.digest);
    view.setUint32(HEADER.crc, crc32(bytes.subarray(HEADER.size)), true);
  }
}

/** Bytes of the flat configuration as a guest writes it: see images/base/router/flat.c. */
function flatSize({ elements, connections, requirements }: ResolvedRouter): number {
  let size = 0;
  const port = (number: number) => (number === 0 ? 0 : `[${number}] `.length);
  for (const requirement of requirements) size += requirement.length + 'require();\n'.length;
  for (const { name, className, config } of elements) {
    size += name.length + className.length + ' :: ;\n'.length;
    if (config !== '') size += config.length + '()'.length;
  }
  for (const { from, fromPort, to, toPort } of connections) {
    size += elements[from]!.name.length + elements[to]!.name.length + ' -> ;\n'.length;
    size += port(fromPort) + port(toPort);
  }
  return size;
}

/** Where an element's parts lie, as offsets in the Plan. */
interface ElementPlaces {
  number: number;
  links: Links;
  args: number;
  name: number;
  config: number;
}

type HeaderFields = Record<
  'elements' | 'elementCount' | 'links' | 'linkCount' | 'strings' | 'stringsSize' | 'devices' | 'flatSize',
  number
>;
