import { isDigits } from '../../click-config-parser/characters.ts';
import { splitWords } from '../../click-config-parser/index.ts';
import { parseUnsigned } from './integer.ts';
import { type Context, type Parser, Refusal, type Value } from './value.ts';

/** Four bytes of an address and four of its mask. */
export type Prefix = Uint8Array;

/** `1.2.3.4`, or a name of AddressInfo. Undefined: neither. */
export function readAddress(text: string, context: Context): Uint8Array | undefined {
  return dotted(text, 4) ?? context.names.address(text, context.element.name);
}

/** `1.2.3.0/24`, `1.2.3/24`, `1.2.3.0/255.255.255.0`, or a name; with `bare` also an address, for itself alone. */
export function readPrefix(text: string, context: Context, bare: boolean): Prefix | undefined {
  const slash = text.lastIndexOf('/');
  const slashed = slash > 0 && slash + 1 < text.length ? readSlashed(text, slash, context) : undefined;
  if (slashed) return slashed;
  const address = bare ? readAddress(text, context) : undefined;
  if (address) return join(address, Uint8Array.of(255, 255, 255, 255));
  return context.names.prefix(text, context.element.name);
}

/** Whether the text could name a device of the host, whose addresses Click looks up when it starts. */
export function mayBeDevice(text: string, { target }: Context): boolean {
  return target === 'click' && /^[A-Za-z][A-Za-z0-9_.-]*(:[A-Za-z0-9]+)?$/.test(text);
}

export const parseAddress: Parser = (text, context) =>
  readAddress(text, context) ?? unlessDevice(text, context, new Refusal('must be an IP address'));

export const parsePrefix: Parser = (text, context) =>
  readPrefix(text, context, false) ??
  unlessDevice(text, context, new Refusal('must be an IP prefix', PREFIX));

export const parseAddressOrPrefix: Parser = (text, context) =>
  readPrefix(text, context, true) ??
  unlessDevice(text, context, new Refusal('must be an IP address, with or without prefix length'));

/** Addresses, separated by blanks: four bytes each. */
export const parseAddresses: Parser = (text, context) => readList(text, context, 'IP addresses', readAddress);

/** Addresses or prefixes, separated by blanks: eight bytes each. */
export const parsePrefixes: Parser = (text, context) =>
  readList(text, context, 'IP addresses with prefix lengths', (word) => readPrefix(word, context, true));

const PREFIX = "write it like '10.0.0.0/8' or '10.0.0.0/255.0.0.0'";

function unlessDevice(text: string, context: Context, refusal: Refusal): Refusal | undefined {
  return mayBeDevice(text, context) ? undefined : refusal;
}

function readList(
  text: string,
  context: Context,
  what: string,
  read: (word: string, context: Context) => Uint8Array | undefined,
): Value | Refusal | undefined {
  const records: Uint8Array[] = [];
  for (const word of splitWords(text)) {
    const record = read(word.text, context);
    if (record) records.push(record);
    else if (mayBeDevice(word.text, context)) return undefined;
    else return new Refusal(`must be a list of ${what}, which '${word.text}' is not`, undefined, true);
  }
  return Uint8Array.from(records.flatMap((record) => [...record]));
}

function readSlashed(text: string, slash: number, context: Context): Prefix | undefined {
  const written = text.substring(0, slash);
  const count = written.split('.').length;
  const short = count <= 4 ? dotted(written, count) : undefined;
  const address = short ?? context.names.address(written, context.element.name);
  const mask = readMask(text.substring(slash + 1), context);
  if (!address || !mask) return undefined;
  // More of the address must be written than the mask looks at.
  if (short && mask.some((byte, index) => index >= count && byte !== 0)) return undefined;
  return join(Uint8Array.of(...address, 0, 0, 0).subarray(0, 4), mask);
}

function readMask(text: string, context: Context): Uint8Array | undefined {
  const length = /^\+?\d+(_\d+)*$/.test(text) ? Number(text.replaceAll('_', '')) : undefined;
  if (length === undefined) return readAddress(text, context);
  if (length > 32) return undefined;
  const bits = length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0;
  return Uint8Array.of(bits >>> 24, bits >>> 16, bits >>> 8, bits);
}

/** `count` decimal numbers of a byte each, with dots between them. */
function dotted(text: string, count: number): Uint8Array | undefined {
  const parts = text.split('.');
  if (parts.length !== count || !parts.every((part) => part !== '' && isDigits(part))) return undefined;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? new Uint8Array(bytes) : undefined;
}

function join(address: Uint8Array, mask: Uint8Array): Prefix {
  return Uint8Array.of(...address, ...mask);
}

/** A port number or the name of a service. */
export const parsePort: Parser = (text, { argument, names, element }) => {
  const protocol = argument.protocol ?? 'tcp';
  return (
    names.port(text, protocol, element.name) ??
    parseUnsigned(text, 0xffff) ??
    new Refusal('must be a port number (0 to 65535) or the name of a service')
  );
};

/** An IP protocol's number or name. */
export const parseProtocol: Parser = (text, { names }) => {
  const number = names.protocol(text) ?? parseUnsigned(text, 255);
  return number === undefined || number > 255
    ? new Refusal('must be an IP protocol (0 to 255, or its name)')
    : number;
};
