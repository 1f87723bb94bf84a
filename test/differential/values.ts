import type { ArgumentSpec } from '../../src/catalog/index.ts';
import { parsePacket } from '../elements/packet-notation.ts';
import { ADDRESSES, MACS, randomFrame } from './frames.ts';
import type { Tape } from './tape.ts';

/** What an argument's text may depend on besides its spec. */
export interface Place {
  ninputs: number;
  noutputs: number;
  /** Names of elements of the given classes, or of all. */
  names(classes?: readonly string[]): string[];
}

const NUMBERS = [0, 1, 2, 3, 4, 5, 8, 14, 16, 20, 34, 40, 60, 100, 255, 576, 1500, 4095, 65535];
const INTERVALS = ['1ms', '0.002', '5ms', '50ms', '1', '100us'];
const BANDWIDTHS = ['1kBps', '10kBps', '1MBps', '8Mbps', '100'];
const FILTERS = [
  'ip proto tcp',
  'udp',
  'icmp',
  'tcp dst port 80',
  'src port 1024-2000 or dst port 53',
  'src host 10.0.0.1',
  'dst net 10.0.0.0/24 && !tcp',
  'tcp opt syn and not ack',
  'ip ttl > 1 && ip tos 0',
  'ip frag or ip[6:2] & 0x1fff != 0',
  'icmp type echo ? src host 10.0.0.1 : ip hl 5',
  'ip len < 64',
  'true',
  '-',
];
const PATTERNS = [
  '12/0800',
  '12/0806 20/0001',
  '12/08?? 23%f0/10',
  '0/ffffffffffff',
  '!12/0800',
  '14/45',
  '-',
];
const PREFIXES = [
  '10.0.0.0/24',
  '10.0.0.2/32',
  '10.1.0.0/16',
  '0.0.0.0/0',
  '10.0.0.1',
  '192.168.0.0/255.255.0.0',
];
const REWRITES = [
  'pattern 1.0.0.1 1024-65535 - - @ @',
  'pattern 1.0.0.1-1.0.0.9 - - - @ @',
  'pattern - 1024-1030# 1.0.0.2 53 @ @',
  'pass @',
  'keep @ @',
  'drop',
  'nochange @',
];
const ANNOTATIONS = ['PAINT', 'DST_IP', 'VLAN_TCI', '0', '4', '20'];
const WORDS = ['a', 'two words', '"quoted, text"', 'x:', '\\<0a0d>'];

/** Text for each type of argument; what the checker refuses is thrown again. */
const TYPES: Record<string, (tape: Tape, spec: ArgumentSpec, place: Place) => string> = {
  bool: (tape) => tape.of(['true', 'false', '1', 'no']),
  real: (tape) => tape.of(['0', '0.25', '0.5', '1', '1e-3']),
  interval: (tape) => tape.of(INTERVALS),
  bandwidth: (tape) => tape.of(BANDWIDTHS),
  rate: (tape) => tape.of(['100', '1000', '20', '100000', '500/s']),
  'ip-address': (tape) => tape.of(ADDRESSES),
  'ip-addresses': (tape) => list(tape, 2, () => tape.of(ADDRESSES), ' '),
  'ip-prefix': (tape) => tape.of(PREFIXES),
  'ip-address-or-prefix': (tape) => tape.of([...ADDRESSES, '10.0.0.0/24']),
  'ip-prefixes': (tape) => list(tape, 2, () => tape.of(['10.0.0.1/24', '10.1.0.1/16', '10.0.0.2/32']), ' '),
  'ethernet-address': (tape) => tape.of(MACS),
  'ether-type': (tape) => tape.of(['0x800', '0x0806', '34525']),
  'ip-protocol': (tape) => tape.of(['tcp', 'udp', '4', '255']),
  port: (tape) => `${tape.of([1, 53, 80, 1024, 65535])}`,
  string: (tape) => (tape.chance(50) ? packetText(tape) : tape.of(WORDS)),
  annotation: (tape) => tape.of(ANNOTATIONS),
  'icmp-code': (tape) => tape.of(['0', '1', 'net', 'host', 'needfrag', 'transit', '4']),
  'icmp-error-type': (tape) =>
    tape.of(['timeexceeded', 'unreachable', 'redirect', 'parameterproblem', '3', '11']),
  element: (tape, { class: classes }, { names }) => tape.of(['', ...names(classes)]),
  elements: (tape, { class: classes }, { names }) => tape.of(['', ...names(classes)]),
  rewriters: (tape, _, { names }) =>
    tape.of([
      '',
      ...names(['IPRewriter', 'TCPRewriter', 'UDPRewriter', 'IPAddrRewriter', 'ICMPPingRewriter']),
    ]),
  'element-weights': (tape, _, { names }) => `${tape.of(names())} ${tape.of(['1', '0.5', '2'])}`,
  'handler-call': (tape, _, { names }) => `${tape.of(['', ...names(['Counter'])])}.reset`,
  'count-call': (tape, _, { names }) =>
    `${tape.between(1, 9)} ${tape.of(['', ...names(['Switch'])])}.switch 1`,
  'arp-entries': (tape) => list(tape, 2, () => `${tape.of(PREFIXES)} ${tape.of(MACS)}`),
  'address-entries': (tape) => `${tape.of(['one', 'two'])} ${tape.of(ADDRESSES)}`,
  'port-entries': (tape) => `${tape.of(['one', 'two'])} ${tape.of(['80', '53/udp'])}`,
  'pattern-entries': (tape) => `${tape.of(['one', 'two'])} 1.0.0.1 1024-65535 - -`,
  'classifier-patterns': (tape, _, { noutputs }) => times(noutputs, () => tape.of(PATTERNS)),
  'ip-classifier-patterns': (tape, _, { noutputs }) => times(noutputs, () => tape.of(FILTERS)),
  'ip-filter-rules': (tape, _, { noutputs }) =>
    list(tape, 4, () => {
      const action = tape.of(['allow', 'deny', 'drop', ...(noutputs > 1 ? ['1'] : [])]);
      const filter = tape.of(FILTERS);
      return `${action} ${filter === '-' ? 'all' : filter}`;
    }),
  'ip-routes': (tape, _, { noutputs }) =>
    list(
      tape,
      4,
      () => `${tape.of(PREFIXES)} ${tape.chance(40) ? `${tape.of(ADDRESSES)} ` : ''}${tape.pick(noutputs)}`,
    ),
  bandwidths: (tape, _, { noutputs }) =>
    times(noutputs - 1, (i) => `${i + 1}${tape.of(['kBps', '0kBps', '0Bps'])}`),
  integers: (tape, { count }, { ninputs, noutputs }) =>
    times(count === 'inputs' ? ninputs : noutputs - 1, (i) => `${(i + 1) * tape.between(1, 20)}`),
  'rewriter-inputs': (tape, _, { ninputs, noutputs }) =>
    times(ninputs, () => tape.of(REWRITES).replaceAll('@', () => `${tape.pick(noutputs)}`)),
  'rewriter-patterns': () => '1.0.0.1 1024-65535 - -, 1.0.0.2 - - -',
  'shared-capacity': (tape) => tape.of(['2', '10', '1000']),
  device: (tape) => `${tape.pick(4)}`,
};

/** Text for one argument. Undefined: there is no sense in giving one. */
export function valueText(tape: Tape, spec: ArgumentSpec, place: Place): string {
  if (spec.choices) return tape.of(Object.keys(spec.choices));
  const write = TYPES[spec.type];
  if (write) return write(tape, spec, place);
  if (spec.equals === 'outputs') return `${place.noutputs}`;
  const fitting = NUMBERS.filter((number) => number >= (spec.min ?? 0) && number <= (spec.max ?? 1e9));
  return `${tape.of([...(spec.min === undefined ? [] : [spec.min]), ...fitting])}`;
}

function list(tape: Tape, most: number, write: () => string, separator = ', '): string {
  return times(tape.between(1, most), write, separator);
}

function times(count: number, write: (index: number) => string, separator = ', '): string {
  return Array.from({ length: count }, (_, i) => write(i)).join(separator);
}

function packetText(tape: Tape): string {
  return `\\<${Buffer.from(parsePacket(randomFrame(tape))).toString('hex')}>`;
}
