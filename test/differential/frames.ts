import { parsePacket } from '../elements/packet-notation.ts';
import type { TimedPacket } from '../elements/pcap.ts';
import { bentPackets } from '../images/bent-packets.ts';
import type { Tape } from './tape.ts';

// Few addresses and ports, so that packets meet the rules, routes and patterns of random configurations.
export const ADDRESSES = ['10.0.0.1', '10.0.0.2', '10.0.0.9', '10.1.0.1', '1.0.0.1', '255.255.255.255'];
export const MACS = ['2:0:0:0:0:1', '2:0:0:0:0:2', 'ff:ff:ff:ff:ff:ff', '1:0:5e:0:0:1'];
const PORTS = [1024, 1025, 53, 80, 2000];

const STEP = 1_000_000n;
const BENT = bentPackets();

/** A frame in the notation of the cases, all its fields right. */
export function randomFrame(tape: Tape): string {
  const ether = `ether ${tape.of(MACS)} > ${tape.of(MACS)}`;
  if (tape.chance(8))
    return `${ether} / arp ${tape.of(['request', 'reply'])} ${tape.of(MACS)} ${tape.of(ADDRESSES)} > ${tape.of(MACS)} ${tape.of(ADDRESSES)}`;
  const vlan = tape.chance(8) ? ` / vlan ${tape.between(1, 9)}` : '';
  const ttl = tape.of([64, 1, 2, 255]);
  const frag = tape.of(['0', '0', '0x4000', '0x2000', '0x0005']);
  const ip = `ip ${tape.of(ADDRESSES)} > ${tape.of(ADDRESSES)} ttl ${ttl} tos ${tape.of([0, 1, 4])} frag ${frag} id ${tape.pick(4)}`;
  return `${ether}${vlan} / ${ip} / ${transport(tape)} / zeros ${tape.of([0, 1, 18, 100, 1400])}`;
}

function transport(tape: Tape): string {
  const ports = `${tape.of(PORTS)} > ${tape.of(PORTS)}`;
  switch (tape.pick(3)) {
    case 0:
      return `udp ${ports}`;
    case 1:
      return `tcp ${ports} flags ${tape.of(['syn', 'syn,ack', 'ack', 'fin,ack', 'rst'])} seq ${tape.pick(5000)}`;
    default:
      return `icmp ${tape.of(['echo', 'reply', '3', '11'])} id ${tape.pick(3)} seq ${tape.pick(3)}`;
  }
}

/** Frames for a device, one each millisecond; some of them cut or bent. */
export function randomTraffic(tape: Tape, count: number, least = 0): TimedPacket[] {
  return Array.from({ length: count }, (_, i) => ({ time: BigInt(i + 1) * STEP, bytes: frame(tape, least) }));
}

function frame(tape: Tape, least: number): Uint8Array {
  const bent = tape.chance(35) ? tape.of(BENT) : undefined;
  return bent && bent.length >= least ? bent : parsePacket(randomFrame(tape));
}
