import type { PacketRecord } from '../record.ts';
import { NOWHERE } from '../record.ts';
import { PROTOCOL, putU16 } from './numbers.ts';
import type { Time } from './time.ts';

/** Makes many packets of one that stands for them: lengths and times are spread evenly. */
export class Multipacket {
  #record: PacketRecord | undefined;
  #left = 0;
  #length = 0;
  #step = 0;

  /** The first of the packets. */
  split(record: PacketRecord): PacketRecord {
    const count = 1 + record.extraPackets;
    if (count === 1) return record;
    const total = record.data.length + record.extraLength;
    this.#length = Math.max(Math.floor(total / count), record.data.length);
    this.#left = count;
    this.#record = { ...record, extraPackets: 0 };
    this.#last = {
      time: timeOf(record),
      length: Math.max(total, this.#length * count) - this.#length * (count - 1),
    };
    this.#step = firstTime(record) > 0 ? (nanoseconds(timeOf(record)) - firstTime(record)) / (count - 1) : 0;
    if (this.#step > 0) setTime(this.#record, firstTime(record));
    return this.next()!;
  }

  #last: { time: Time; length: number } = { time: { seconds: 0, nanoseconds: 0 }, length: 0 };

  next(): PacketRecord | undefined {
    const record = this.#record;
    if (!record) return undefined;
    this.#left--;
    if (this.#left === 0) {
      this.#record = undefined;
      return withLength({ ...record, ...this.#last.time }, this.#last.length);
    }
    const one = withLength({ ...record }, this.#length);
    setTime(record, nanoseconds(timeOf(record)) + this.#step);
    return one;
  }
}

/** As a number: exact to some hundred nanoseconds for times of today. */
function nanoseconds({ seconds, nanoseconds: rest }: Time): number {
  return seconds * 1e9 + rest;
}

function timeOf({ seconds, nanoseconds }: PacketRecord): Time {
  return { seconds, nanoseconds };
}

function firstTime({ firstSeconds, firstNanoseconds }: PacketRecord): number {
  return firstSeconds * 1e9 + firstNanoseconds;
}

function setTime(record: PacketRecord, time: number): void {
  record.seconds = Math.floor(time / 1e9);
  record.nanoseconds = Math.round((time - record.seconds * 1e9) / 1000) * 1000;
}

/** A copy whose headers say that it is of that length. */
function withLength(record: PacketRecord, length: number): PacketRecord {
  const data = record.data.slice();
  record.extraLength = length - data.length;
  record.data = data;
  if (record.network === NOWHERE || record.network + 20 > data.length) return record;
  const ipLength = length - record.network;
  putU16(data, record.network + 2, ipLength);
  if (data[record.network + 9] === PROTOCOL.UDP && record.transport + 6 <= data.length)
    putU16(data, record.transport + 4, ipLength - (record.transport - record.network));
  return record;
}
