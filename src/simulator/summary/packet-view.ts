import type { PacketRecord } from '../record.ts';
import { NOWHERE } from '../record.ts';
import { FRAGMENT, PROTOCOL, u16 } from './numbers.ts';

/** What a field needs and a packet may lack. */
export type Part = 'Ethernet' | 'IP' | 'TCP' | 'UDP' | 'ICMP' | 'TCP/UDP';

const PROTOCOLS: Partial<Record<Part, readonly number[]>> = {
  TCP: [PROTOCOL.TCP],
  UDP: [PROTOCOL.UDP],
  ICMP: [PROTOCOL.ICMP],
  'TCP/UDP': [PROTOCOL.TCP, PROTOCOL.UDP],
};

export interface ViewOptions {
  /** Whether a packet that was cut short is told of. */
  carefulTruncation: boolean;
  /** Whether lengths count bytes that the packet only stands for. */
  extraLength: boolean;
}

/** A packet as the fields of a summary see it: places of its sound headers in `bytes`, -1 where there is none. */
export class PacketView {
  readonly record: PacketRecord;
  readonly bytes: Uint8Array;
  readonly extraLengthCounts: boolean;
  /** Where the packet itself begins; headers that were stripped lie before. */
  readonly start: number;
  readonly mac: number;
  readonly network: number;
  readonly transport: number;
  ip = -1;
  tcp = -1;
  udp = -1;
  icmp = -1;
  extraLength: number;
  /** What is wrong with the packet, as soon as something is. */
  complaint: string | undefined;
  /** Bytes at the end that belong to no IP packet. */
  #padding = 0;
  #prepared = false;
  readonly #careful: boolean;

  constructor(record: PacketRecord, { carefulTruncation, extraLength }: ViewOptions) {
    this.record = record;
    this.bytes = record.data;
    this.start = record.headroom;
    this.mac = this.#place(record.mac);
    this.network = this.#place(record.network);
    this.transport = this.#place(record.transport);
    this.extraLength = record.extraLength;
    this.extraLengthCounts = extraLength;
    this.#careful = carefulTruncation;
  }

  get end(): number {
    return this.bytes.length - this.#padding;
  }

  get length(): number {
    return this.end - this.start;
  }

  get networkLength(): number {
    return this.end - this.network;
  }

  get transportLength(): number {
    return this.end - this.transport;
  }

  get headerLength(): number {
    return (this.bytes[this.ip]! & 15) << 2;
  }

  get protocol(): number {
    return this.bytes[this.ip + 9]!;
  }

  get ipLength(): number {
    return u16(this.bytes, this.ip + 2);
  }

  /** Whether this is the first fragment, or all, of an IP packet. */
  get isFirst(): boolean {
    return (u16(this.bytes, this.ip + 6) & FRAGMENT.OFFSET) === 0;
  }

  complain(message: string): void {
    this.complaint ??= message;
  }

  /** Finds the headers; the fields above mean something behind this. */
  prepare(): this {
    if (this.#prepared) return this;
    this.#prepared = true;
    this.#findIp();
    this.#findTransport();
    this.#settleExtraLength();
    return this;
  }

  /** Notes why a field that needs `length` bytes of `part` is not there. */
  miss(part: Part, length: number): undefined {
    if (part === 'Ethernet') this.complain('Ethernet header');
    else if (this.ip < 0) this.complain('no IP header');
    else if (part === 'IP') this.complain('truncated IP header capture');
    else if (this.networkLength > 9 && !PROTOCOLS[part]!.includes(this.protocol)) return undefined;
    else if (!this.isFirst) this.complain(`fragmented ${part} header`);
    else if (this.transportLength + this.extraLength >= length)
      this.complain(`truncated ${part} header capture`);
    else this.complain(`truncated ${part} header`);
    return undefined;
  }

  #place(offset: number): number {
    return offset === NOWHERE ? -1 : this.start + offset;
  }

  #findIp(): void {
    const at = this.network;
    if (at < 0) return;
    const available = this.networkLength;
    const fault = this.#faultOfIp(at, available);
    if (fault !== undefined) {
      this.complain(fault);
      return;
    }
    this.ip = at;
    const length = u16(this.bytes, at + 2);
    if (available > length) {
      this.extraLength += available - length;
      this.#padding = available - length;
    } else if (this.#careful && available + this.extraLength < length) {
      this.complain(`truncated IP missing ${length - available - this.extraLength}`);
    }
  }

  #faultOfIp(at: number, available: number): string | undefined {
    if (available < 4) return 'truncated IP header';
    const version = this.bytes[at]! >> 4;
    const headerLength = this.bytes[at]! & 15;
    const length = u16(this.bytes, at + 2);
    if (version !== 4) return `IP version ${version}`;
    if (headerLength < 5) return `IP header length ${headerLength}`;
    return length < headerLength << 2 ? `IP length ${length}` : undefined;
  }

  #findTransport(): void {
    if (this.ip < 0 || this.transport < 0 || this.networkLength <= this.headerLength) return;
    if (this.networkLength < 10 || !this.isFirst) return;
    if (this.protocol === PROTOCOL.UDP) this.udp = this.transport;
    if (this.protocol === PROTOCOL.ICMP) this.icmp = this.transport;
    if (this.protocol !== PROTOCOL.TCP) return;
    const offset = this.transportLength > 12 ? this.bytes[this.transport + 12]! >> 4 : 5;
    if (offset < 5) this.complain(`TCP header length ${offset}`);
    else this.tcp = this.transport;
  }

  /** Lengths come from the IP header, so only what that cannot say stays extra. */
  #settleExtraLength(): void {
    if (this.ip < 0 || this.extraLength <= 0) return;
    const whole = this.networkLength + this.extraLength;
    this.extraLength = this.ipLength === 0xffff && whole > 0xffff ? whole - 0xffff : 0;
  }
}
