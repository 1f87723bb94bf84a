import { readEthernet } from '../arguments/ethernet-address.ts';
import { parseInteger } from '../arguments/integer.ts';
import { readAddress } from '../arguments/ip-address.ts';
import type { Context } from '../arguments/value.ts';
import { PROTOCOLS } from '../service-names.ts';
import type { Relation } from './comparison.ts';
import type { WordNode } from './ip-lexer.ts';
import { ExpressionError, type TestNode } from './ip-syntax.ts';
import {
  BadValue,
  type Datum,
  type Field,
  numberOf,
  readValue,
  TOPICS,
  type Topic,
  topicName,
} from './ip-words.ts';

/** Which of the two ends of a packet's way a test is about. */
export type End = 'src' | 'dst' | 'src and dst' | 'src or dst';

/** A mask as it is given: a number, or an address. */
export interface Mask {
  of: 'number' | 'host' | 'ether';
  value: number;
  bytes?: Uint8Array;
}

/** A test as its words say it, before what is left out is filled in. */
export interface IpTest {
  topic: Topic | undefined;
  end: End | undefined;
  /** The end was written, not taken from the test before. */
  ownEnd: boolean;
  /** Above 255: several protocols, or none in particular. */
  protocol: number | undefined;
  header: 'ip' | 'ether' | undefined;
  mask: Mask | undefined;
  relation: Relation;
  datum: Datum | undefined;
  /** `not` among the qualifiers. */
  negated: boolean;
  qualified: boolean;
}

/** Reads the words of a test. Throws ExpressionError. */
export function readTest(node: TestNode, context: Context): IpTest {
  const test: IpTest = {
    topic: undefined,
    end: undefined,
    ownEnd: false,
    protocol: undefined,
    header: undefined,
    mask: undefined,
    relation: '=',
    datum: undefined,
    negated: false,
    qualified: node.qualifiers.length > 0,
  };
  for (const word of node.qualifiers) readQualifier(test, word);
  test.ownEnd = test.end !== undefined;
  if (node.brackets) {
    if (test.topic !== undefined) fail(node.brackets, `'${topicName(test.topic)}' has no [ ]`);
    test.topic = readBrackets(node.brackets, test.protocol);
  }
  if (node.mask) test.mask = readMask(node.mask, test.header, context);
  if (node.relation) test.relation = node.relation.text === '==' ? '=' : (node.relation.text as Relation);
  if (node.value) test.datum = readDatum(node, node.value, test, context);
  else if (node.relation) fail(node.relation, `'${node.relation.text}' has nothing to compare with`);
  return test;
}

function fail(word: { start: number; end: number }, message: string, hint?: string): never {
  throw new ExpressionError(message, word.start, word.end, hint);
}

function readQualifier(test: IpTest, word: WordNode): void {
  const { text } = word;
  const topic = TOPICS.get(text);
  const protocol = topic === undefined ? PROTOCOLS.get(text) : undefined;
  if (topic !== undefined) {
    if (test.topic !== undefined)
      fail(word, `'${text}' after '${topicName(test.topic)}': a test is about one thing`);
    test.topic = topic;
    if (typeof topic === 'object' && topic.protocol !== undefined) setProtocol(test, topic.protocol, word);
  } else if (protocol !== undefined) setProtocol(test, protocol, word);
  else if (text === 'not') test.negated = !test.negated;
  else if (text === 'ip' || text === 'ether') {
    if (test.header) fail(word, `'${text}' after '${test.header}'`);
    test.header = text;
  } else {
    if (test.end) fail(word, `'${text}' after '${test.end}'`, "write 'src and dst' or 'src or dst'");
    test.end = text === 'dest' ? 'dst' : (text as End);
  }
}

function setProtocol(test: IpTest, protocol: number, word: WordNode): void {
  if (test.protocol !== undefined && test.protocol !== protocol)
    fail(word, `'${word.text}' names a second protocol`);
  test.protocol = protocol;
}

/** `POS`, `POS:LEN` or `FIRST,LAST`, in bytes; the bytes lie in one word of the header. */
function readBrackets(word: WordNode, protocol: number | undefined): Field {
  const [first, second] = word.text.split(/[:,]/).map((part) => parseInteger(part.trim()));
  const parts = word.text.split(/[:,]/).length;
  if (first === undefined || parts > 2 || (parts === 2 && second === undefined))
    fail(word, `'${word.text}' is no position`, 'write [POS], [POS:LEN] or [FIRST,LAST]');
  const position = Number(first);
  const length = parts === 1 ? 1 : word.text.includes(':') ? Number(second) : Number(second) - position + 1;
  if (length < 1 || length > 4) fail(word, `${length} bytes cannot be looked at; 1 to 4 can`);
  if (position < 0 || position > 255) fail(word, `position ${position} is not in 0 to 255`);
  if (position >> 2 !== (position + length - 1) >> 2)
    fail(word, `bytes ${position} to ${position + length - 1} do not lie in one 4-byte word`);
  const own = protocol === undefined || protocol === 0 ? undefined : protocol;
  return { name: `[${word.text}]`, protocol: own, offset: position * 8, length: length * 8 };
}

function readMask(word: WordNode, header: IpTest['header'], context: Context): Mask {
  const number = parseInteger(word.text);
  if (number !== undefined && number >= 0n && number <= 0xffffffffn) {
    if (number === 0n) fail(word, 'a mask of zero looks at nothing');
    return { of: 'number', value: Number(number) };
  }
  const address = header === 'ether' ? undefined : readAddress(word.text, context);
  if (address) return { of: 'host', value: numberOf(address, 0) };
  const ethernet = header === 'ip' ? undefined : readEthernet(word.text, context);
  if (!ethernet) fail(word, `'${word.text}' is no mask`);
  return { of: 'ether', value: 0, bytes: ethernet };
}

function readDatum(node: TestNode, word: WordNode, test: IpTest, context: Context): Datum {
  const datum = readValue(word.text, test.topic, test.protocol, test.header, context);
  if (datum instanceof BadValue) fail(word, datum.message, datum.hint);
  if (!node.valueMask) return datum;
  const mask = readAddress(node.valueMask.text, context);
  if (datum.of !== 'host' || !mask) fail(node.valueMask, "'mask' stands between an IP address and its mask");
  return { of: 'net', value: datum.value, mask: numberOf(mask, 0) };
}
