import { readEthernet } from '../arguments/ethernet-address.ts';
import { parseInteger } from '../arguments/integer.ts';
import { readAddress, readPrefix } from '../arguments/ip-address.ts';
import type { Context } from '../arguments/value.ts';
import { ICMP_TYPES, PROTOCOLS, TCP_FLAGS } from '../service-names.ts';

/** What a test is about: an address, a port, or some other part of the header. */
export type Topic =
  | 'host'
  | 'net'
  | 'ether'
  | 'proto'
  | 'port'
  | 'flags'
  | 'frag'
  | 'unfrag'
  | 'ect'
  | 'ce'
  | Field;

/** Bits of the IP header, or of the header behind it when `protocol` is given. */
export interface Field {
  name: string;
  protocol: number | undefined;
  /** Bits from the header's start. */
  offset: number;
  /** Bits. */
  length: number;
}

function field(name: string, offset: number, length: number, protocol?: number): Field {
  return { name, offset, length, protocol };
}

export const TCP = 6;
export const UDP = 17;
export const DCCP = 33;
export const ICMP = 1;
export const TCP_OR_UDP = 256;

const ICMP_TYPE = field('icmp type', 0, 8, ICMP);

/** Words that say what a test is about. */
export const TOPICS: ReadonlyMap<string, Topic> = new Map<string, Topic>([
  ['ce', 'ce'],
  ['dscp', field('ip dscp', 8, 6)],
  ['ect', 'ect'],
  ['frag', 'frag'],
  ['hl', field('ip hl', 4, 4)],
  ['host', 'host'],
  ['id', field('ip id', 32, 16)],
  ['len', field('ip len', 16, 16)],
  ['net', 'net'],
  ['opt', 'flags'],
  ['port', 'port'],
  ['proto', 'proto'],
  ['tos', field('ip tos', 8, 8)],
  ['ttl', field('ip ttl', 64, 8)],
  ['type', ICMP_TYPE],
  ['unfrag', 'unfrag'],
  ['vers', field('ip vers', 0, 4)],
  ['win', field('tcp win', 112, 16, TCP)],
]);

const HEADERS_AND_ENDS = new Set(['src', 'dst', 'dest', 'ip', 'ether']);

/** Whether a test can begin with the word. */
export function isQualifier(word: string): boolean {
  return TOPICS.has(word) || HEADERS_AND_ENDS.has(word) || PROTOCOLS.has(word);
}

export function topicName(topic: Topic): string {
  if (typeof topic === 'object') return topic.name;
  const names = {
    host: 'host',
    net: 'net',
    ether: 'ether host',
    proto: 'ip proto',
    port: 'port',
    flags: 'tcp opt',
  };
  return names[topic as keyof typeof names] ?? `ip ${topic}`;
}

/** What a value is: an address, the number of something known by name, or a plain number. */
export interface Datum {
  of: 'host' | 'net' | 'ether' | 'proto' | 'port' | 'flags' | 'icmp-type' | 'number';
  /** Of addresses the first four bytes, big endian. */
  value: number;
  mask?: number;
  /** An Ethernet address. */
  bytes?: Uint8Array;
}

/** Why a word is no value. */
export class BadValue {
  readonly message: string;
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    this.message = message;
    this.hint = hint;
  }
}

/** Of a word that begins the next rule of an IPFilter. */
export function commaHint(word: string): string | undefined {
  return /^(?:allow|deny|drop)$/.test(word) ? `is a comma missing before '${word}'?` : undefined;
}

/** Reads a value of a test about `topic` (undefined: not said) and `protocol` (undefined: not said). */
export function readValue(
  word: string,
  topic: Topic | undefined,
  protocol: number | undefined,
  header: 'ip' | 'ether' | undefined,
  context: Context,
): Datum | BadValue {
  const named = readName(word, topic, protocol, context);
  if (named) return named;
  const number = parseInteger(word);
  if (number !== undefined && number >= -0x80000000n && number <= 0x7fffffffn)
    return { of: 'number', value: Number(number) };
  const address = header === 'ether' ? undefined : readIp(word, topic, context);
  if (address) return address;
  const ethernet = header === 'ip' ? undefined : readEthernet(word, context);
  if (ethernet) return { of: 'ether', value: 0, bytes: ethernet };
  if (header !== 'ether' && /^[0-9]+(\.[0-9]+)+$/.test(word))
    return new BadValue(`'${word}' is no IP address`);
  return new BadValue(`'${word}' is no value that a test can have`, commaHint(word));
}

function readIp(word: string, topic: Topic | undefined, context: Context): Datum | undefined {
  const address = readAddress(word, context);
  if (address && topic !== 'net') return { of: 'host', value: numberOf(address, 0) };
  const prefix = readPrefix(word, context, false);
  if (prefix) return { of: 'net', value: numberOf(prefix, 0), mask: numberOf(prefix, 4) };
  return address && { of: 'host', value: numberOf(address, 0) };
}

/** Names can mean several things; those that fit neither the topic nor the protocol are not meant. */
function readName(
  word: string,
  topic: Topic | undefined,
  protocol: number | undefined,
  { names, element }: Context,
): Datum | BadValue | undefined {
  const proto = PROTOCOLS.get(word);
  const tcp = names.port(word, 'tcp', element.name);
  const udp = names.port(word, 'udp', element.name);
  const flag = TCP_FLAGS.get(word);
  const type = ICMP_TYPES.get(word);
  if ((proto ?? tcp ?? udp ?? flag ?? type) === undefined) return undefined;
  const isFor = (...protocols: number[]) => protocol === undefined || protocols.includes(protocol);
  const about = (...topics: Topic[]) => topic === undefined || topics.includes(topic);
  const readings: [Datum['of'], number | undefined, boolean, string][] = [
    ['proto', proto, about('proto'), `ip proto ${word}`],
    ['port', tcp, about('port') && isFor(TCP, TCP_OR_UDP), `tcp port ${word}`],
    [
      'port',
      udp,
      about('port') && isFor(UDP, TCP_OR_UDP) && (udp !== tcp || !isFor(TCP, TCP_OR_UDP)),
      `udp port ${word}`,
    ],
    ['flags', flag, about('flags') && isFor(TCP, TCP_OR_UDP), `tcp opt ${word}`],
    ['icmp-type', type, about(ICMP_TYPE) && isFor(ICMP), `icmp type ${word}`],
  ];
  const known = readings.filter(([, value]) => value !== undefined);
  const meant = known.filter(([, , fits]) => fits);
  if (meant.length === 1) return { of: meant[0]![0], value: meant[0]![1]! };
  const problem =
    meant.length === 0 ? `'${word}' means nothing here` : `'${word}' can mean several things here`;
  return new BadValue(problem, `write ${known.map(([, , , way]) => `'${way}'`).join(' or ')}`);
}

/** Four bytes as a number, big endian. */
export function numberOf(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
