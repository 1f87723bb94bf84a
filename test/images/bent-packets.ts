import { parsePacket } from '../elements/packet-notation.ts';

const ETHER = 'ether 02:00:00:00:00:01 > 02:00:00:00:00:02';

/** Frames of every kind that elements look into, all of them right. */
const GOOD = [
  `${ETHER} / ip 10.0.0.1 > 10.0.0.2 / tcp 1024 > 80 flags syn options 020405b4 / "data"`,
  `${ETHER} / ip 10.0.0.1 > 10.0.0.2 tos 3 / udp 53 > 1024 / "answer"`,
  `${ETHER} / ip 10.0.0.1 > 10.0.0.2 ttl 1 / icmp echo id 5 seq 6 / "ping"`,
  `${ETHER} / ip 10.0.0.2 > 10.0.0.1 / icmp reply id 5 seq 6 / "ping"`,
  `${ETHER} / ip 10.0.0.9 > 10.0.0.1 / icmp 3 code 4 / ip 10.0.0.1 > 10.0.0.2 frag 0x4000 / udp 5 > 6 / "12345678"`,
  `${ETHER} / ip 10.0.0.9 > 10.0.0.1 / icmp 13 / zeros 12`,
  // Record route, timestamp, loose and strict source routes, padding.
  `${ETHER} / ip 10.0.0.1 > 10.0.0.2 options 070b080a0000010000000000 / udp 5 > 6`,
  `${ETHER} / ip 10.0.0.1 > 10.0.0.2 options 440c05010000000000000000 / udp 5 > 6`,
  `${ETHER} / ip 10.0.0.1 > 10.0.0.2 options 8307040a0000038907040a00000301010000 / tcp 5 > 6`,
  // Fragments: first, middle, last, and one that would end behind 65,535 bytes.
  `${ETHER} / ip 10.0.0.1 > 10.0.0.2 id 7 frag 0x2000 proto 17 / hex 0005 0006 0020 0000 / zeros 8`,
  `${ETHER} / ip 10.0.0.1 > 10.0.0.2 id 7 frag 0x2001 proto 17 / zeros 16`,
  `${ETHER} / ip 10.0.0.1 > 10.0.0.2 id 7 frag 0x0002 proto 17 / zeros 24`,
  `${ETHER} / ip 10.0.0.1 > 10.0.0.2 id 7 frag 0x1fff proto 17 / zeros 24`,
  `${ETHER} / arp request 02:00:00:00:00:01 10.0.0.1 > 0:0:0:0:0:0 10.0.0.2`,
  `${ETHER} / arp reply 02:00:00:00:00:01 10.0.0.1 > 02:00:00:00:00:02 10.0.0.2`,
  `${ETHER} / vlan 5 / ip 10.0.0.1 > 10.0.0.2 / udp 5 > 6 / "tagged"`,
  `${ETHER} 88a8 / vlan 7 8100 / vlan 5 / ip 10.0.0.1 > 10.0.0.2 / udp 5 > 6 / "two tags"`,
  'ether 02:00:00:00:00:01 > ff:ff:ff:ff:ff:ff / ip 0.0.0.0 > 255.255.255.255 / udp 68 > 67 / zeros 30',
  `${ETHER} / ip 10.0.0.1 > 10.0.0.2 / ip 10.1.0.1 > 10.1.0.2 / udp 5 > 6`,
  `${ETHER} / ip 10.0.0.1 > 10.0.0.2 / udp 5 > 6 / zeros 1472`,
];

/** Lengths, offsets and types at which code goes wrong. */
const WORDS = [0, 1, 7, 8, 19, 20, 21, 0x1fff, 0x2000, 0x3fff, 0x7fff, 0x8000, 0xffff];

/** Bytes of a frame whose 8 and 16 bits are replaced one by one. */
const HEADERS = 80;

/** Frames cut at every byte, with wrong lengths, offsets, options and flags, and with bytes thrown in at random. */
export function bentPackets(): Uint8Array[] {
  const good = GOOD.map(parsePacket);
  const random = generator(1);
  return [
    ...good,
    ...good.flatMap(cuts),
    ...good.flatMap(bent),
    ...good.flatMap((one) => noise(one, random)),
  ];
}

function cuts(packet: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.min(packet.length, 120) }, (_, size) => packet.slice(0, size));
}

/** Each word of IP and transport headers replaced by each of WORDS in turn, a few a frame. */
function bent(packet: Uint8Array): Uint8Array[] {
  const packets: Uint8Array[] = [];
  for (let at = 12; at + 2 <= Math.min(packet.length, HEADERS); at += 2) {
    for (const word of WORDS.slice((at / 2) % 3).filter((_, i) => i % 3 === 0)) {
      const copy = packet.slice();
      copy.set([word >> 8, word], at);
      packets.push(copy);
    }
  }
  for (let first = 0; first < 256; first += 17) packets.push(withByte(packet, 14, first));
  for (let size = 0; size < 16; size++) packets.push(withByte(packet, 14, 0x40 | size));
  return packets;
}

function withByte(packet: Uint8Array, at: number, value: number): Uint8Array {
  const copy = packet.slice();
  if (at < copy.length) copy[at] = value;
  return copy;
}

function noise(packet: Uint8Array, random: () => number): Uint8Array[] {
  return Array.from({ length: 25 }, () => {
    const copy = packet.slice(0, 14 + (random() % (packet.length - 13)));
    for (let i = 0; i < 4; i++)
      copy[12 + (random() % Math.max(1, Math.min(copy.length, HEADERS) - 12))] = random();
    return copy;
  });
}

/** Numbers of 31 bits, the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 8;
  };
}
