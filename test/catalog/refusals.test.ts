import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { findings } from './start.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** What a guest says when it starts; a configuration, and what `check` says of it before. */
const FOUND_BEFORE: Readonly<Record<string, readonly [source: string, finding: string]>> = {
  'CAPACITY is less than the number of routes': [
    'Idle -> RadixIPLookup(10.0.0.0/8 0, 11.0.0.0/8 0, CAPACITY 1) -> Discard;',
    'CF4005 argument CAPACITY of RadixIPLookup must be at least the number of routes, 2',
  ],
  ': the mask is no prefix': [
    'Idle -> DirectIPLookup(10.0.0.0/255.0.255.0 0) -> Discard;',
    "CF4007 the mask of '10.0.0.0/255.0.255.0' is no prefix",
  ],
  'more than 32766 routes': [
    `Idle -> DirectIPLookup(${Array.from({ length: 32_600 }, (_, i) => `10.${i >> 8}.${i & 255}.0/24 0`)}) -> Discard;`,
    'CF4005 DirectIPLookup has room for 32766 routes, not for the 32600 given and 256 more: say how many with CAPACITY',
  ],
  'specifications do not fit the inputs, or there are more than 256': [
    `r :: IPRewriter(${Array(257).fill('drop')});
    ${Array.from({ length: 257 }, (_, i) => `Idle -> [${i}] r;`).join(' ')} r -> Discard;`,
    'CF4007 IPRewriter has at most 256 inputs',
  ],
  'MAPPING_CAPACITY leads to no rewriter with a capacity of its own': [
    'Idle -> a :: IPRewriter(drop, CAPACITY b) -> Discard; Idle -> b :: IPRewriter(drop, CAPACITY b) -> Discard;',
    "CF4001 argument MAPPING_CAPACITY of IPRewriter must name a rewriter that leads to one with a number, not 'b'",
  ],
  'what input ': [
    'p :: RoundRobinIPMapper(1.0.0.1 5 - - 0 0, - - 2.0.0.2 - 0 0); Idle -> IPAddrRewriter(p) -> Discard;',
    'CF4007 input spec 0: p has a pattern that an IPAddrRewriter cannot do: it changes the source address alone',
  ],
  ' asks for cannot be done here': [
    'Idle -> IPRewriter(pattern 1.0.0.1 - - - 0 1) -> Discard;',
    'CF4007 input spec 0: there is no output 1: 1 in use',
  ],
  'ECT and CE exclude each other': [
    'Idle -> IPEncap(4, 1.1.1.1, 2.2.2.2, ECT 2, CE true) -> Discard;',
    'CF4005 CE and ECT exclude each other',
  ],
  'TOS excludes ECT and CE': [
    'Idle -> IPEncap(4, 1.1.1.1, 2.2.2.2, TOS 0, CE true) -> Discard;',
    'CF4005 TOS and CE exclude each other',
  ],
  'PREFIX is more than 32': [
    'Idle -> IPRateLimiter(5, PREFIX 33) -> Discard;',
    "CF4001 argument PREFIX of IPRateLimiter must be at most 32, not '33'",
  ],
  'give one of CONTENTS and PAYLOAD at most': [
    'Idle -> IPPrint(CONTENTS hex, PAYLOAD hex) -> Discard;',
    'CF4005 PAYLOAD and CONTENTS exclude each other',
  ],
  'no patterns': ['RoundRobinIPMapper();', 'CF4007 a pattern is missing'],
  'a TABLE shared with others is not supported': [
    't :: ARPTable; Idle -> q :: ARPQuerier(1.1.1.1, 2:2:2:2:2:2, TABLE t) -> Discard; Idle -> [1] q;',
    "CF8006 clickforge's base image has no ARPTable, which t is",
  ],
  'REPLY_ANNO is none of the annotations': [
    'r :: IPRewriter(drop); Idle -> r -> Discard; Idle -> ICMPRewriter(r, REPLY_ANNO 48) -> Discard;',
    "CF4001 argument REPLY_ANNO of ICMPRewriter must lie inside of the 48 annotation bytes, not '48'",
  ],
  'MAPS names what is no rewriter, or has more outputs than there are here': [
    'r :: IPRewriter(drop); Idle -> r -> Discard; Idle -> ICMPRewriter(r:1) -> Discard;',
    "CF4001 argument MAPS of ICMPRewriter needs more than the 1 outputs in use for 'r:1'",
  ],
  'MIN_THRESH must be <= MAX_THRESH': [
    'Idle -> RED(50, 20, 0.1) -> Queue -> Unqueue -> Discard;',
    'CF4005 argument MAX_THRESH of RED must be at least MIN_THRESH, 50',
  ],
  'MAX_THRESH must be <= 65535': [
    'Idle -> RED(50, 65536, 0.1) -> Queue -> Unqueue -> Discard;',
    "CF4001 argument MAX_THRESH of RED must be at most 65535, not '65536'",
  ],
  'MAX_P must be between 0 and 1': [
    'Idle -> RED(5, 50, 1.1) -> Queue -> Unqueue -> Discard;',
    "CF4001 argument MAX_P of RED must be at most 1, not '1.1'",
  ],
  'times are at most a year': [
    'Idle -> Queue -> CoDel(5ms, 400d) -> Unqueue -> Discard;',
    "CF4001 argument INTERVAL of CoDel must be at most 31536000 seconds, not '400d'",
  ],
  'ANNO lies outside of the annotations': [
    'Idle -> Paint(1, ANNO 48) -> Discard;',
    "CF4001 argument ANNO of Paint must lie inside of the 48 annotation bytes, not '48'",
  ],
  'there must be one output more than rates': [
    'Idle -> m :: Meter(20) -> Discard;',
    "CF3004 'm :: Meter' output 1 unused",
  ],
  'a rate must be positive and higher than the one before it': [
    'Idle -> m :: Meter(20, 20); m[0] -> Discard; m[1] -> Discard; m[2] -> Discard;',
    'CF4007 a rate must be higher than the one before it',
  ],
  'OUTPUT is not in use': [
    'Idle -> Switch(1) -> Discard;',
    'CF4005 argument OUTPUT of Switch must be less than outputs, 1',
  ],
  'OFFSET must be smaller than MODULUS': [
    'Idle -> Align(4, 4) -> Discard;',
    'CF4005 argument OFFSET of Align must be less than MODULUS, 4',
  ],
  'N is not the number of outputs in use': [
    'Idle -> Tee(2) -> Discard;',
    'CF4005 argument N of Tee is not the number of outputs in use, 1',
  ],
  'sampling probability must be between 0 and 1': [
    'Idle -> RandomSample -> Discard;',
    'CF4002 argument P of RandomSample is missing',
  ],
  'bandwidth too small, minimum 100Bps': [
    'Idle -> Queue -> LinkUnqueue(1s, 50) -> Discard;',
    "CF4001 argument BANDWIDTH of LinkUnqueue must be at least 100 bytes a second, not '50'",
  ],
  'there must be one number of tickets for each input': [
    'Idle -> Queue -> StrideSched(1, 2) -> Unqueue -> Discard;',
    'CF4007 StrideSched needs 1 argument here, one for each input',
  ],
  'a number of tickets must not be negative': [
    'Idle -> Queue -> StrideSched(-1) -> Unqueue -> Discard;',
    "CF4007 argument 1 of StrideSched must be at least 0, not '-1'",
  ],
  'packets have at most ': [
    'InfiniteSource(LENGTH 70000) -> Discard;',
    "CF4001 argument LENGTH of InfiniteSource must be at most 1918, not '70000'",
  ],
  ' bytes': [
    `RatedSource("${'x'.repeat(1919)}") -> Discard;`,
    'CF4001 argument DATA of RatedSource must have at most 1918 bytes, not 1919',
  ],
  'packets have a headroom of ': [
    'TimedSource(HEADROOM 91) -> Discard;',
    "CF4001 argument HEADROOM of TimedSource must be at most 90, not '91'",
  ],
  'ports allowed only on PACKET scripts': [
    'Idle -> Script(TYPE PASSIVE) -> Discard;',
    'CF4007 only a PACKET Script may have ports',
  ],
  'PACKET script must have inputs': ['Script(TYPE PACKET);', 'CF4007 a PACKET Script must have inputs'],
  'router has more than one driver script': [
    'd :: DriverManager(pause); Script(TYPE DRIVER, pause);',
    'CF4009 there is a driver script already, d',
  ],
  "no write handler '": [
    'Idle -> c :: Counter(COUNT_CALL 3 c.count) -> Discard;',
    "CF4001 argument COUNT_CALL of Counter must name a write handler that a guest has, not 'c.count'",
  ],
  'QUEUES names an element that stores no packets': [
    'Idle -> RED(5, 50, 1, QUEUES d) -> Queue -> Unqueue -> d :: Discard;',
    'CF4009 d :: Discard stores no packets',
  ],
  'no nearby Queues': [
    'Idle -> RED(5, 50, 1) -> Discard;',
    'CF4009 no nearby Queues: RED counts the packets in them',
  ],
  ': pull path is closed to a circle or deeper than ': [
    'x :: RoundRobinSched -> PullNull -> PullNull -> [0] x;',
    'CF4009 packets are pulled in a circle here',
  ],
  ' elements': [
    `Idle -> Queue ${'-> RoundRobinSched '.repeat(47)} -> Unqueue -> Discard;`,
    'CF4009 pulls nest more than 48 deep here',
  ],
};

/** Texts of which `check` cannot know, and why: a part of one is as good as the whole. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  'only the domain knows its memory and its vifs': [
    ...['out of memory at start: needs ', ' bytes, ', ' are left', 'out of memory at start: pull depths'],
    ...['out of memory at start: the packet pool needs ', 'out of memory at start: the router'],
    'there is no vif ',
  ],
  'no Plan of a configuration is so, only a damaged one': [
    ...['damaged entries', 'damaged script', 'Plan: ', 'Plan: element ', ' cannot have '],
    ...[' inputs and ', ' outputs', ': a '],
  ],
  'said of what a write handler gets while the router runs': [
    ...[
      'expected ',
      'boolean',
      'unsigned integer',
      'integer',
      'IP address',
      'Ethernet address',
      'Ethernet type',
    ],
    ...[
      'expected time',
      'expected time in seconds',
      'expected count',
      'expected bandwidth',
      'expected bandwidth, minimum 100Bps',
    ],
    ...['expected IP/MASK ETH', 'more than one ETH', 'missing ETH', 'missing IP/MASK', 'expected IP/MASK'],
    ...['no room for more entries', ' not found', 'input spec ', "the mask of route '", "' is no prefix"],
    ...[
      "no room for route '",
      "': CAPACITY is reached",
      "expected 'ADDR/MASK [GATEWAY",
      " OUTPUT]'",
      "] OUTPUT'",
    ],
    ...["route '", "' not found", "conflict with existing route '", "bad command '", 'bad interval'],
    ...[
      'calls that are written have at most 64 bytes',
      'burst must be at least 1',
      'latency must be a timestamp',
    ],
    ...['probability must be between 0 and 1', 'jump to nonexistent label', 'no variable'],
    ...['no room for a variable of this size', 'delay must be a timestamp'],
  ],
  'what stands between words': [': ', ', ', "'"],
};

test.each(Object.entries(FOUND_BEFORE))('%s', (_text, [source, finding]) => {
  expect(findings(source, 'clickforge')).toContain(finding);
});

/** The texts that the runtime's C puts into an error. */
function refusals(): string[] {
  const files = ['elements', 'images/base/router'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.c'))
      .map((name) => join(ROOT, folder, name)),
  );
  return files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\((?:\w+->)?error, [^;{]*/g)].flatMap(([call]) =>
      [...call.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text!),
    ),
  );
}

test('each refusal of the runtime is found before, or it is said why not', () => {
  const known = [...Object.keys(FOUND_BEFORE), ...Object.values(OTHERS).flat()];
  expect([...new Set(refusals())].sort()).toEqual([...new Set(known)].sort());
});
