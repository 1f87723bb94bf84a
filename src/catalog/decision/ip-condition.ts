import { type Comparison, compare, constant, fails } from './comparison.ts';
import { and, BASE, type Expression, or, test } from './expression.ts';
import { ExpressionError } from './ip-syntax.ts';
import type { IpTest } from './ip-test.ts';
import {
  type Datum,
  DCCP,
  type Field,
  TCP,
  TCP_OR_UDP,
  TOPICS,
  type Topic,
  topicName,
  UDP,
} from './ip-words.ts';

/** A test with everything that was left out filled in; what a later test may leave out in turn. */
export interface FullTest extends IpTest {
  topic: Topic;
}

type Warn = (message: string) => void;

/**
 * Fills in what a test leaves out: from its value, and from the test before it when it has no qualifiers. Throws
 * ExpressionError without a place for words that do not go together.
 */
export function complete(full: IpTest, before: FullTest | undefined): FullTest {
  const previous = full.qualified ? undefined : before;
  if (full.topic === undefined) fillTopic(full, previous);
  if (full.header === undefined && previous?.datum?.of === 'ether') full.header = 'ether';
  full.header ??= full.datum?.of === 'ether' ? 'ether' : 'ip';
  if (full.header === 'ether' && full.topic === 'host') full.topic = 'ether';
  if (full.header === 'ether' && full.topic !== 'ether')
    wrong(full.topic!, 'is no part of the Ethernet header');
  return full as FullTest;
}

function wrong(topic: Topic, message: string): never {
  throw new ExpressionError(`'${topicName(topic)}' ${message}`, -1, -1);
}

function fillTopic(full: IpTest, previous: FullTest | undefined): void {
  let of: Datum['of'] | Field | undefined = full.datum?.of;
  if (of === 'number') {
    const topic = previous?.topic;
    if (typeof topic !== 'object' && topic !== 'proto' && topic !== 'port')
      throw new ExpressionError(
        "a number alone says nothing; write 'port' or a header field before it",
        -1,
        -1,
      );
    of = topic;
  }
  if (of === undefined) {
    if (full.protocol === undefined) throw new ExpressionError('this says only half of a test', -1, -1);
    full.topic = 'proto';
  } else if (of === 'icmp-type') {
    full.topic = ICMP_TYPE;
    full.protocol ??= ICMP_TYPE.protocol!;
  } else if (typeof of === 'object') {
    full.topic = of;
    if (of.protocol !== undefined) full.protocol ??= of.protocol;
  } else full.topic = of as Topic;
  if (previous === undefined) return;
  if (full.topic === 'port') full.protocol ??= previous.protocol;
  if (['host', 'net', 'ether', 'port', 'flags'].includes(full.topic as string)) full.end ??= previous.end;
}

const ICMP_TYPE: Field = { name: 'icmp type', protocol: 1, offset: 0, length: 8 };

/** The condition of a complete test, which is changed to what later tests may refer to. */
export function conditionOf(full: FullTest, warn: Warn): Expression {
  const transport = isTransport(full.topic);
  const value = ofTopic(full, warn);
  const parts: Expression[] = [];
  if (full.protocol !== undefined) parts.push(protocolIs(full.protocol));
  if (transport) parts.push(FIRST_FRAGMENT);
  parts.push(value);
  const condition = and(parts);
  return full.negated ? { op: 'not', of: condition } : condition;
}

/** Of the parts of a packet only the first has its transport header. */
const FIRST_FRAGMENT = test(BASE.network, 4, 0x1fff, 0);

function isTransport(topic: Topic): boolean {
  return topic === 'port' || topic === 'flags' || (typeof topic === 'object' && topic.protocol !== undefined);
}

function ofTopic(full: FullTest, warn: Warn): Expression {
  const { topic } = full;
  if (topic === 'host' || topic === 'net') return ofHost(full);
  if (topic === 'ether') return ofEther(full);
  if (topic === 'port') return ofPort(full, warn);
  if (full.ownEnd) warn(`'${full.end}' makes no difference to '${topicName(topic)}'`);
  if (topic === 'proto') return ofProtocol(full, warn);
  if (topic === 'flags') return ofFlags(full);
  if (typeof topic === 'object') return ofField(full, topic, warn);
  return ofIpWord(full, topic, warn);
}

/** Both ends, or one of them; a test that names none is about either. */
function atEnds(full: FullTest, src: Expression, dst: Expression): Expression {
  full.end ??= 'src or dst';
  if (full.end === 'src' || full.end === 'dst') return full.end === 'src' ? src : dst;
  return full.end === 'src and dst' ? and([src, dst]) : or([src, dst]);
}

function onlyEqual(full: FullTest): void {
  if (full.relation !== '=' && full.relation !== '!=')
    wrong(full.topic, `cannot be compared with '${full.relation}'`);
}

/** `!=` with several parts: a short packet fails it as it fails `=`. */
function unlessEqual(full: FullTest, equal: Expression): Expression {
  return full.relation === '!=' ? fails(equal) : equal;
}

function ofHost(full: FullTest): Expression {
  const { datum, mask, topic } = full;
  if (datum === undefined || datum.of !== topic)
    wrong(topic, topic === 'net' ? 'needs an IP prefix' : 'needs an IP address');
  onlyEqual(full);
  if (mask && mask.of === 'ether') wrong(topic, 'has no such mask');
  const bits = mask?.value ?? datum.mask ?? 0xffffffff;
  full.topic = 'host';
  const at = (offset: number) => test(BASE.network, offset, bits, datum.value);
  return unlessEqual(full, atEnds(full, at(12), at(16)));
}

function ofEther(full: FullTest): Expression {
  const { datum, mask } = full;
  if (datum?.bytes === undefined) wrong('ether', 'needs an Ethernet address');
  onlyEqual(full);
  if (mask && mask.bytes === undefined) wrong('ether', 'has no such mask');
  const bits = mask?.bytes ?? Uint8Array.of(255, 255, 255, 255, 255, 255);
  const at = (start: number) => etherAt(start, datum.bytes!, bits);
  return unlessEqual(full, atEnds(full, at(6), at(0)));
}

/** Six bytes at a place in the Ethernet header. */
function etherAt(start: number, value: Uint8Array, mask: Uint8Array): Expression {
  const tests: Expression[] = [];
  for (let word = start - (start % 4); word < start + 6; word += 4) {
    const gather = (from: Uint8Array) =>
      [0, 1, 2, 3].reduce((sum, byte) => (sum << 8) | (from[word + byte - start] ?? 0), 0);
    tests.push(test(BASE.front, word, gather(mask), gather(value)));
  }
  return and(tests);
}

function ofProtocol(full: FullTest, warn: Warn): Expression {
  const { datum, mask } = full;
  const value = datum === undefined ? full.protocol : datum.value;
  if (value === undefined || (datum && datum.of !== 'number' && datum.of !== 'proto'))
    wrong('proto', 'needs a protocol');
  if (datum && full.protocol !== undefined && full.protocol !== value)
    wrong('proto', 'is given two protocols');
  full.protocol = undefined;
  if (value > 255) {
    if (full.relation !== '=' || mask) wrong('proto', 'can be compared with a single protocol only');
    full.protocol = value;
    return true;
  }
  const comparison = checked(full, value, 0xff, warn);
  if (typeof comparison === 'boolean') return comparison;
  if (comparison.relation === '=' && comparison.mask === 0xff) full.protocol = value;
  return compare(comparison, { base: BASE.network, offset: 8, shift: 16 });
}

/** Numbers above 255 other than TCP-or-UDP are no condition. */
function protocolIs(protocol: number): Expression {
  const is = (number: number) => test(BASE.network, 8, 0xff0000, number << 16);
  if (protocol === TCP_OR_UDP) return or([is(TCP), is(UDP)]);
  return protocol > 255 ? true : is(protocol);
}

function ofPort(full: FullTest, warn: Warn): Expression {
  const { datum, relation } = full;
  if (datum === undefined || (datum.of !== 'number' && datum.of !== 'port'))
    wrong('port', 'needs a port number');
  full.protocol ??= TCP_OR_UDP;
  if (![TCP, UDP, DCCP, TCP_OR_UDP].includes(full.protocol))
    wrong('port', 'exists in TCP, UDP and DCCP only');
  const comparison = checked(full, datum.value, 0xffff, warn);
  if (typeof comparison === 'boolean') return atEnds(full, comparison, comparison);
  // Negation is for both ends together: `port != 80` is a packet neither of whose ports is 80.
  const positive = { ...comparison, relation: POSITIVE[relation] };
  const at = (shift: number) => compare(positive, { base: BASE.transport, offset: 0, shift });
  const ports = atEnds(full, at(16), at(0));
  return positive.relation === relation ? ports : fails(ports);
}

const POSITIVE = { '=': '=', '!=': '=', '>': '>', '<=': '>', '<': '<', '>=': '<' } as const;

function ofFlags(full: FullTest): Expression {
  const { datum } = full;
  if (datum === undefined || (datum.of !== 'number' && datum.of !== 'flags'))
    wrong('flags', 'needs a TCP flag');
  full.protocol ??= TCP;
  if (full.protocol !== TCP) wrong('flags', 'exists in TCP only');
  if (full.relation !== '=' || full.mask) wrong('flags', 'cannot be compared');
  if (datum.value < 0 || datum.value > 255) wrong('flags', 'is at most 255');
  return datum.value === 0 ? true : test(BASE.transport, 12, datum.value << 16, datum.value << 16);
}

function ofField(full: FullTest, field: Field, warn: Warn): Expression {
  const { datum } = full;
  const known = datum?.of === 'number' || (datum?.of === 'icmp-type' && field.name === ICMP_TYPE.name);
  if (datum === undefined || !known) wrong(field, 'needs a number');
  const comparison = checked(
    full,
    datum.value,
    field.length === 32 ? 0xffffffff : 2 ** field.length - 1,
    warn,
  );
  if (typeof comparison === 'boolean') return comparison;
  return compare(comparison, {
    base: field.protocol === undefined ? BASE.network : BASE.transport,
    offset: (field.offset >> 5) * 4,
    shift: 32 - (field.offset % 32) - field.length,
  });
}

/** The words `frag`, `unfrag`, `ect`, `ce`. */
function ofIpWord(full: FullTest, topic: Topic, warn: Warn): Expression {
  const { datum, mask } = full;
  if (topic === 'frag' || topic === 'unfrag') {
    if (datum || mask) wrong(topic, 'takes no value');
    return test(BASE.network, 4, 0x3fff, 0, topic === 'frag');
  }
  if (topic === 'ce' ? datum || mask : datum && datum.of !== 'number') wrong(topic, 'takes no such value');
  if (topic === 'ect' && !datum) full.relation = '!=';
  const comparison = checked(full, topic === 'ce' ? 3 : (datum?.value ?? 0), 3, warn);
  full.topic = TOPICS.get('tos')!;
  if (typeof comparison === 'boolean') return comparison;
  return compare(comparison, { base: BASE.network, offset: 0, shift: 16 });
}

function maskOf(full: FullTest, largest: number): number {
  const { mask, topic } = full;
  if (mask === undefined) return largest;
  if (mask.of !== 'number') wrong(topic, 'has no such mask');
  if (mask.value > largest) wrong(topic, `has a mask of at most 0x${largest.toString(16)}`);
  return mask.value;
}

/** The comparison of a value with a field of which `largest` is the greatest number; a truth where it is always so. */
function checked(full: FullTest, value: number, largest: number, warn: Warn): Comparison | boolean {
  const { relation, topic } = full;
  const comparison = {
    relation,
    value: value < 0 ? value + 0x100000000 : value,
    mask: maskOf(full, largest),
  };
  const always = constant(comparison);
  if (always === undefined) {
    if (comparison.value > largest) wrong(topic, `is at most ${largest}`);
    return comparison;
  }
  const values = `it is 0 to ${comparison.mask}`;
  warn(`'${topicName(topic)} ${relation} ${comparison.value}' is always ${always.always}: ${values}`);
  return always.always;
}
