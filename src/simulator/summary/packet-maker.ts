import type { PacketRecord } from '../record.ts';
import { plainRecord } from '../record.ts';
import { FRAGMENT, PROTOCOL, putU16, u16 } from './numbers.ts';

/** Addresses and ports of a packet that its line does not give, in network order. */
export interface FlowId {
  source: Uint8Array;
  destination: Uint8Array;
  sourcePort: number;
  destinationPort: number;
}

const HEADROOM = 64;
const ROOM = 4096;
const DEFAULT_TTL = 100;

/** Bytes of transport headers by protocol. */
const TRANSPORT_HEADERS = new Map<number, number>([
  [PROTOCOL.TCP, 20],
  [PROTOCOL.UDP, 8],
  [PROTOCOL.UDPLITE, 8],
  [PROTOCOL.DCCP, 12],
  [PROTOCOL.ICMP, 8],
]);

/** A packet under construction. Places are in `bytes`, -1 where a header does not exist yet. */
export class PacketMaker {
  readonly bytes = new Uint8Array(HEADROOM + ROOM);
  readonly record: PacketRecord = plainRecord(this.bytes);
  start = HEADROOM;
  end = HEADROOM;
  mac = -1;
  ip = -1;
  transport = -1;
  isIp = true;
  /** Length on the wire that the line asks for, from the packet's first byte; 0: none. */
  wantedLength = 0;
  /** Headers whose length the line gives: they get no padding. */
  hasIpHeaderLength = false;
  hasTcpHeaderLength = false;
  icmpType: number | undefined;
  icmpCode: number | undefined;
  readonly #protocol: number;
  readonly #flow: FlowId | undefined;

  constructor(protocol: number, flow: FlowId | undefined) {
    this.#protocol = protocol;
    this.#flow = flow;
  }

  get length(): number {
    return this.end - this.start;
  }

  get headerLength(): number {
    return (this.bytes[this.ip]! & 15) << 2;
  }

  get protocol(): number {
    return this.bytes[this.ip + 9]!;
  }

  get isFirst(): boolean {
    return (u16(this.bytes, this.ip + 6) & FRAGMENT.OFFSET) === 0;
  }

  /** Makes the packet reach to `end`. false: there is no room for so much. */
  reach(end: number): boolean {
    if (end > this.bytes.length) return false;
    this.end = Math.max(this.end, end);
    return true;
  }

  /** Puts `count` zero bytes in at `at`. */
  insert(at: number, count: number): boolean {
    const behind = this.end - at;
    if (!this.reach(this.end + count)) return false;
    this.bytes.copyWithin(at + count, at, at + behind);
    this.bytes.fill(0, at, at + count);
    return true;
  }

  makeEthernet(): void {
    if (this.mac >= 0) return;
    this.start -= 14;
    this.mac = this.start;
    putU16(this.bytes, this.mac + 12, 0x0800);
  }

  /** Makes an IP header where there is none; false: the packet is no IP packet, or of another protocol. */
  makeIp(protocol = 0): boolean {
    if (!this.isIp) return false;
    if (this.ip < 0) {
      this.ip = this.mac >= 0 ? this.mac + 14 : this.start;
      this.reach(this.ip + 20);
      this.bytes[this.ip] = 0x45;
      this.bytes[this.ip + 8] = DEFAULT_TTL;
      this.bytes[this.ip + 9] = this.#protocol;
      this.transport = this.ip + 20;
      if (this.#flow) {
        this.bytes.set(this.#flow.source, this.ip + 12);
        this.bytes.set(this.#flow.destination, this.ip + 16);
      }
    }
    return protocol === 0 || this.protocol === 0 || this.protocol === protocol;
  }

  /** Makes room for options; the new bytes are zero, which ends a list of options. */
  setHeaderLength(length: number): void {
    const more = length - this.headerLength;
    if (more > 0 && !this.insert(this.ip + this.headerLength, more)) return;
    this.bytes[this.ip] = 0x40 | (length >> 2);
    this.transport = this.ip + length;
  }

  /** Makes the transport header that the protocol has; false: the packet is a later fragment. */
  makeTransport(): boolean {
    if (!this.isFirst) return false;
    const header = TRANSPORT_HEADERS.get(this.protocol);
    if (header === undefined || this.end - this.transport >= 8) return true;
    const before = this.transport - this.start;
    const length = this.wantedLength > 0 ? Math.min(header, this.wantedLength - before) : header;
    if (this.end - this.transport >= length) return true;
    this.reach(this.transport + length);
    if (this.protocol === PROTOCOL.TCP && length >= 13) this.bytes[this.transport + 12] = 5 << 4;
    if (this.#flow) this.#putPorts(this.#flow, length);
    return true;
  }

  #putPorts({ sourcePort, destinationPort }: FlowId, length: number): void {
    const ports = new Uint8Array(4);
    putU16(ports, 0, sourcePort);
    putU16(ports, 2, destinationPort);
    this.bytes.set(ports.subarray(0, Math.max(length, 0)), this.transport);
  }
}
