import { parseUnsigned } from './integer.ts';
import { readAddress, readPrefix } from './ip-address.ts';
import type { Context } from './value.ts';

/** How a rewriter makes a new flow; twin of struct rewriter_input. */
export const INPUT_SIZE = 24;

export const INPUT = {
  kind: 0,
  flags: 1,
  forward: 2,
  reply: 4,
  mapper: 6,
  source: 8,
  destination: 12,
  sourcePort: 16,
  destinationPort: 18,
  variations: 20,
} as const;

export const FLAGS = { ports: 1, sequential: 2, sameFirst: 4 } as const;

/** More than one address or port to choose from. */
interface Choice {
  first: number;
  variations: number;
  sequential: boolean;
  sameFirst: boolean;
}

const FIXED = { variations: 0, sequential: false, sameFirst: true };

/**
 * The words of a pattern: `SADDR DADDR`, `SADDR DADDR SPORT`, `SADDR SPORT DADDR DPORT`, or its name. The result is a
 * struct rewriter_input without kind and outputs, or says what is wrong.
 */
export function readPattern(words: string[], context: Context): Uint8Array | string {
  if (words.length === 1)
    return context.names.pattern(words[0]!, context.element.name) ?? `there is no pattern '${words[0]}'`;
  if (words.length < 2 || words.length > 4) return 'a pattern is SADDR SPORT DADDR DPORT';
  const [source, second, third, fourth] = words as [string, string, ...string[]];
  const [sourcePort, destination] =
    third === undefined || fourth === undefined ? [third, second] : [second, third];
  const address = readSource(source, context);
  if (!address) return `'${source}' is no source address`;
  const port = sourcePort === undefined ? NOTHING : readPorts(sourcePort);
  if (!port) return `'${sourcePort}' is no source port`;
  const target = destination === '-' ? new Uint8Array(4) : readAddress(destination, context);
  if (!target) return `'${destination}' is no destination address`;
  const targetPort = fourth === undefined || fourth === '-' ? 0 : parseUnsigned(fourth, 0xffff) || undefined;
  if (targetPort === undefined) return `'${fourth}' is no destination port`;
  // Click would count such an address range in ports.
  if (sourcePort !== undefined && address.variations > 0)
    return 'a range of source addresses excludes ports: write only SADDR DADDR';
  return encode(address, port, target, targetPort, sourcePort !== undefined);
}

const NOTHING: Choice = { first: 0, ...FIXED };

/** `-`, an address, `A-B`, or a prefix, the last two with `#` (in turn) or `?` (at random) behind them. */
function readSource(text: string, context: Context): Choice | undefined {
  if (text === '-') return NOTHING;
  const single = readAddress(text, context);
  if (single) return { first: numberOf(single), ...FIXED };
  const { range, sequential, sameFirst } = splitMark(text);
  const dash = range.indexOf('-');
  const bounds = dash < 0 ? prefixBounds(range, context) : addressBounds(range, dash, context);
  if (!bounds || bounds[1] < bounds[0]) return undefined;
  return { first: bounds[0], variations: bounds[1] - bounds[0], sequential, sameFirst };
}

type Bounds = [first: number, last: number];

function addressBounds(range: string, dash: number, context: Context): Bounds | undefined {
  const first = readAddress(range.substring(0, dash), context);
  const last = readAddress(range.substring(dash + 1), context);
  return first && last && [numberOf(first), numberOf(last)];
}

/** Of a network the first and last address are not for hosts. */
function prefixBounds(range: string, context: Context): Bounds | undefined {
  const prefix = readPrefix(range, context, true);
  const address = prefix && numberOf(prefix.subarray(0, 4));
  if (!address) return undefined;
  const hosts = ~numberOf(prefix.subarray(4)) >>> 0;
  if (hosts === 0xffffffff || (hosts & (hosts + 1)) !== 0) return undefined;
  if (hosts === 0) return [address, address];
  const network = (address & ~hosts) >>> 0;
  return hosts === 1 ? [network, network + 1] : [network + 1, network + hosts - 1];
}

/** `-`, a port, or `A-B` with `#` (in turn) or `?` (at random) behind it. */
function readPorts(text: string): Choice | undefined {
  if (text === '-') return NOTHING;
  const single = parseUnsigned(text, 0xffff);
  if (single) return { first: single, ...FIXED };
  const { range, sequential, sameFirst } = splitMark(text);
  const [first, last, ...more] = range.split('-').map((part) => parseUnsigned(part, 0xffff));
  if (first === undefined || last === undefined || last < first || more.length > 0) return undefined;
  return { first, variations: last - first, sequential, sameFirst };
}

function splitMark(text: string): { range: string; sequential: boolean; sameFirst: boolean } {
  const marked = text.endsWith('#') || text.endsWith('?');
  const range = marked ? text.slice(0, -1) : text;
  return { range, sequential: text.endsWith('#'), sameFirst: !marked };
}

function encode(
  address: Choice,
  port: Choice,
  destination: Uint8Array,
  destinationPort: number,
  ports: boolean,
): Uint8Array {
  const record = new Uint8Array(INPUT_SIZE);
  const view = new DataView(record.buffer);
  const varied = ports ? port : address;
  const flag = (condition: boolean, bit: number) => (condition ? bit : 0);
  record[INPUT.flags] =
    flag(ports, FLAGS.ports) |
    flag(varied.sequential, FLAGS.sequential) |
    flag(varied.sameFirst, FLAGS.sameFirst);
  view.setUint32(INPUT.source, address.first);
  record.set(destination, INPUT.destination);
  view.setUint16(INPUT.sourcePort, port.first, true);
  view.setUint16(INPUT.destinationPort, destinationPort, true);
  view.setUint32(INPUT.variations, varied.variations, true);
  return record;
}

function numberOf(bytes: Uint8Array): number {
  return ((bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!) >>> 0;
}
