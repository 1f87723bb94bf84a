import fc from 'fast-check';

/** An IP packet in the words of the protocol, and what follows its header. */
export interface IpPacket {
  bytes: Uint8Array;
  headerLength: number;
  ether: Uint8Array;
}

/** An expression and its meaning. */
export interface Meaning {
  text: string;
  holds: (packet: IpPacket) => boolean;
}

function bits(packet: IpPacket, start: number, from: number, count: number): number | undefined {
  const last = start + ((from + count - 1) >> 3);
  if (last >= packet.bytes.length) return undefined;
  let value = 0;
  for (let bit = from; bit < from + count; bit++) {
    const byte = packet.bytes[start + (bit >> 3)]!;
    value = value * 2 + ((byte >> (7 - (bit % 8))) & 1);
  }
  return value;
}

/** What is so for all numbers up to `largest`, or for none; undefined where it depends. */
function constant(relation: string, other: number, largest: number): boolean | undefined {
  const truths = [0, largest].map((each) => compared(each, relation, other));
  return /[<>]/.test(relation) && truths[0] === truths[1] ? truths[0] : undefined;
}

/** A packet too short for what is asked gives undefined, which has a relation only where everything has. */
function related(value: number | undefined, relation: string, other: number, largest: number): boolean {
  return constant(relation, other, largest) ?? (value !== undefined && compared(value, relation, other));
}

function compared(value: number, relation: string, other: number): boolean {
  if (relation === '=' || relation === '==' || relation === '') return value === other;
  if (relation === '!=') return value !== other;
  if (relation === '<') return value < other;
  if (relation === '>') return value > other;
  return relation === '<=' ? value <= other : value >= other;
}

const ipField = (packet: IpPacket, from: number, count: number) => bits(packet, 0, from, count);
const transportField = (packet: IpPacket, from: number, count: number) =>
  packet.bytes.length > packet.headerLength ? bits(packet, packet.headerLength, from, count) : undefined;
const isFirst = (packet: IpPacket) => ipField(packet, 51, 13) === 0;
const PROTOCOLS: Record<string, number[]> = { tcp: [6], udp: [17], icmp: [1], tcpudp: [6, 17], '': [6, 17] };
const hasProtocol = (packet: IpPacket, name: string) =>
  PROTOCOLS[name]!.includes(ipField(packet, 72, 8) ?? -1);

const relation = fc.constantFrom('', '=', '==', '!=', '<', '>', '<=', '>=');
const end = fc.constantFrom('', 'src', 'dst', 'src and dst', 'src or dst');
const address = fc.constantFrom('10.0.0.1', '10.0.0.2', '10.1.0.1', '192.168.0.1');

/** How a test about one end is about the ends that it names. */
function atEnds(which: string, negated: boolean, one: (end: 0 | 1) => boolean | undefined): boolean {
  const ends = which === 'src' ? [0] : which === 'dst' ? [1] : [0, 1];
  const results = ends.map((each) => one(each as 0 | 1));
  const all = which === 'src and dst';
  // `!=` denies the whole: not both, or neither; an end that is not there says nothing.
  const good = results.map((result) => result !== undefined && result !== negated);
  return all !== negated ? good.every(Boolean) : good.some(Boolean);
}

function numberOf(text: string): number {
  return text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

const host: fc.Arbitrary<Meaning> = fc
  .tuple(end, fc.constantFrom('', 'host', 'ip host'), fc.constantFrom('', '!=', '='), address)
  .map(([which, word, sign, text]) => ({
    text: `${which || word ? `${which} ${word}` : 'host'} ${sign} ${text}`,
    holds: (packet) =>
      atEnds(which, sign === '!=', (side) => {
        const value = ipField(packet, 96 + 32 * side, 32);
        return value === undefined ? undefined : value === numberOf(text);
      }),
  }));

const net: fc.Arbitrary<Meaning> = fc
  .tuple(end, address, fc.integer({ min: 1, max: 32 }), fc.boolean())
  .map(([which, text, length, dotted]) => {
    const dots = [24, 16, 8, 0].map((shift) => ((0xffffffff << (32 - length)) >>> shift) & 255).join('.');
    const same = (value: number) => Math.floor(value / 2 ** (32 - length));
    return {
      text: dotted ? `ip ${which} ${text} mask ${dots}` : `${which} net ${text}/${length}`,
      holds: (packet) =>
        atEnds(which, false, (side) => {
          const value = ipField(packet, 96 + 32 * side, 32);
          return value === undefined ? undefined : same(value) === same(numberOf(text));
        }),
    };
  });

const port: fc.Arbitrary<Meaning> = fc
  .tuple(end, fc.constantFrom('', 'tcp', 'udp'), relation, fc.constantFrom(0, 22, 53, 80, 1023, 1024, 65535))
  .map(([which, protocol, sign, number]) => {
    const positive = ({ '!=': '=', '<=': '>', '>=': '<' } as Record<string, string>)[sign];
    return {
      text: `${protocol} ${which} port ${sign} ${number}`,
      holds: (packet) => {
        if (!hasProtocol(packet, protocol) || !isFirst(packet)) return false;
        const always = constant(sign, number, 65535);
        if (always !== undefined) return always;
        return atEnds(which, positive !== undefined, (side) => {
          const value = transportField(packet, 16 * side, 16);
          return value === undefined ? undefined : compared(value, positive ?? sign, number);
        });
      },
    };
  });

const protocol: fc.Arbitrary<Meaning> = fc.constantFrom('tcp', 'udp', 'icmp', 'tcpudp').map((name) => ({
  text: fc.sample(fc.constantFrom(name, `ip proto ${name}`), { numRuns: 1, seed: 1 })[0]!,
  holds: (packet) => hasProtocol(packet, name),
}));

const FLAGS: [string, number][] = [
  ['fin', 1],
  ['syn', 2],
  ['rst', 4],
  ['psh', 8],
  ['ack', 16],
  ['urg', 32],
];
const flags: fc.Arbitrary<Meaning> = fc
  .tuple(fc.constantFrom(...FLAGS), fc.boolean())
  .map(([[name, bit], short]) => ({
    text: short ? `tcp ${name}` : `tcp opt ${name}`,
    holds: (packet) =>
      hasProtocol(packet, 'tcp') && isFirst(packet) && ((transportField(packet, 104, 8) ?? 0) & bit) !== 0,
  }));

const icmp: fc.Arbitrary<Meaning> = fc
  .tuple(fc.constantFrom<[string, number]>(['echo', 8], ['echo-reply', 0], ['unreachable', 3]), fc.boolean())
  .map(([[name, type], number]) => ({
    text: `icmp type ${number ? type : name}`,
    holds: (packet) =>
      hasProtocol(packet, 'icmp') && isFirst(packet) && transportField(packet, 0, 8) === type,
  }));

const FIELDS: Record<string, [number, number]> = {
  vers: [0, 4],
  hl: [4, 4],
  tos: [8, 8],
  dscp: [8, 6],
  len: [16, 16],
  id: [32, 16],
  ttl: [64, 8],
  proto: [72, 8],
};
const field: fc.Arbitrary<Meaning> = fc
  .tuple(
    fc.constantFrom(...Object.keys(FIELDS)),
    relation,
    fc.nat(70),
    fc.option(fc.constantFrom(1, 3, 5, 6, 12)),
  )
  .map(([name, sign, raw, mask]) => {
    const [from, count] = FIELDS[name]!;
    const value = raw % 2 ** Math.min(count, 6);
    return {
      text: `ip ${name} ${mask === null ? '' : `& ${mask}`} ${sign} ${value}`,
      holds: (packet) => {
        const own = ipField(packet, from, count);
        // Equality looks at what the mask leaves of both; relations compare with the value as it is.
        const equal = ['', '=', '==', '!='].includes(sign);
        const largest = mask ?? 2 ** count - 1;
        return related(own && own & largest, sign, equal ? value & largest : value, largest);
      },
    };
  });

const brackets: fc.Arbitrary<Meaning> = fc
  .tuple(
    fc.constantFrom('ip', 'tcp', 'udp', 'transp'),
    fc.nat(15),
    fc.integer({ min: 1, max: 4 }),
    relation,
    fc.nat(255),
  )
  .map(([header, position, size, sign, value]) => {
    const length = Math.min(size, 4 - (position % 4));
    return {
      text: `${header}[${position}:${length}] ${sign} ${value}`,
      holds: (packet) => {
        if (header === 'ip')
          return related(ipField(packet, position * 8, length * 8), sign, value, 256 ** length - 1);
        const right = header === 'transp' || hasProtocol(packet, header);
        return (
          right &&
          isFirst(packet) &&
          related(transportField(packet, position * 8, length * 8), sign, value, 256 ** length - 1)
        );
      },
    };
  });

const word: fc.Arbitrary<Meaning> = fc.constantFrom<Meaning>(
  { text: 'ip frag', holds: (packet) => ((ipField(packet, 48, 16) ?? 0) & 0x3fff) !== 0 },
  { text: 'ip unfrag', holds: (packet) => ((ipField(packet, 48, 16) ?? 0x2000) & 0x3fff) === 0 },
  { text: 'ip ect', holds: (packet) => ((ipField(packet, 8, 8) ?? 0) & 3) !== 0 },
  { text: 'ip ce', holds: (packet) => ((ipField(packet, 8, 8) ?? 0) & 3) === 3 },
  { text: 'true', holds: () => true },
  { text: 'false', holds: () => false },
);

const ether: fc.Arbitrary<Meaning> = fc
  .tuple(fc.constantFrom('src', 'dst'), fc.nat(3))
  .map(([which, last]) => ({
    text: `${which} ether host 2:0:0:0:0:${last}`,
    holds: ({ ether: header }) => {
      const from = which === 'src' ? 6 : 0;
      return (
        header[from] === 2 &&
        header[from + 5] === last &&
        header.subarray(from + 1, from + 5).every((b) => b === 0)
      );
    },
  }));

const single = fc.oneof(host, net, port, protocol, flags, icmp, field, brackets, word, ether);

export const { expression } = fc.letrec<{ expression: Meaning }>((tie) => {
  const inner = tie('expression');
  return {
    expression: fc.oneof(
      { maxDepth: 3 },
      { weight: 4, arbitrary: single },
      {
        weight: 3,
        arbitrary: fc.tuple(inner, fc.constantFrom('and', '&&', ''), inner).map(([a, sign, b]) => ({
          text: `(${a.text}) ${sign} (${b.text})`,
          holds: (packet: IpPacket) => a.holds(packet) && b.holds(packet),
        })),
      },
      {
        weight: 3,
        arbitrary: fc.tuple(inner, fc.constantFrom('or', '||'), inner).map(([a, sign, b]) => ({
          text: `(${a.text}) ${sign} (${b.text})`,
          holds: (packet: IpPacket) => a.holds(packet) || b.holds(packet),
        })),
      },
      {
        weight: 2,
        arbitrary: fc.tuple(fc.constantFrom('not ', '!'), inner).map(([sign, a]) => ({
          text: `${sign}(${a.text})`,
          holds: (packet: IpPacket) => !a.holds(packet),
        })),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(inner, inner, inner).map(([a, b, c]) => ({
          text: `((${a.text}) ? (${b.text}) : ${c.text})`,
          holds: (packet: IpPacket) => (a.holds(packet) ? b.holds(packet) : c.holds(packet)),
        })),
      },
    ),
  };
});

/** Packets cut at any word, of which most fields have values that the expressions ask for. */
export const packet: fc.Arbitrary<IpPacket> = fc
  .record({
    first: fc.constantFrom(0x45, 0x45, 0x46, 0x65),
    tos: fc.nat(63),
    id: fc.nat(80),
    fragment: fc.constantFrom(0, 0, 0, 0x4000, 0x2000, 0x2001, 0x0007),
    ttl: fc.nat(64),
    protocol: fc.constantFrom(6, 6, 17, 17, 1, 47),
    src: address,
    dst: address,
    ports: fc.tuple(...[0, 1].map(() => fc.constantFrom(0, 22, 53, 80, 1023, 1024, 1025, 65535, 0x0800))),
    flags: fc.nat(63),
    words: fc.integer({ min: 0, max: 12 }),
    ether: fc.tuple(fc.nat(3), fc.nat(3)),
  })
  .map((fields) => {
    const headerLength = (fields.first & 15) * 4;
    const bytes = Buffer.alloc(64);
    bytes.writeUInt8(fields.first, 0);
    bytes.writeUInt8(fields.tos, 1);
    bytes.writeUInt16BE(40, 2);
    bytes.writeUInt16BE(fields.id, 4);
    bytes.writeUInt16BE(fields.fragment, 6);
    bytes.writeUInt8(fields.ttl, 8);
    bytes.writeUInt8(fields.protocol, 9);
    bytes.writeUInt32BE(numberOf(fields.src), 12);
    bytes.writeUInt32BE(numberOf(fields.dst), 16);
    bytes.writeUInt16BE(fields.ports[0]!, headerLength);
    bytes.writeUInt16BE(fields.ports[1]!, headerLength + 2);
    bytes.writeUInt8(fields.flags, headerLength + 13);
    const length = fields.words === 12 ? 64 : fields.words * 4;
    const mac = Uint8Array.of(2, 0, 0, 0, 0, fields.ether[0], 2, 0, 0, 0, 0, fields.ether[1], 8, 0);
    return { bytes: Uint8Array.from(bytes.subarray(0, length)), headerLength, ether: mac };
  });
