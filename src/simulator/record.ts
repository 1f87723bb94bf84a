/** A header's place that is not set. */
export const NOWHERE = -0x8000;

/** A packet as it crosses into or out of the simulated router: `struct record` of the module and its bytes. */
export interface PacketRecord {
  /** Since 1970-01-01 UTC; 0: not set. */
  seconds: number;
  nanoseconds: number;
  /** Time of the first packet of those that this one stands for. */
  firstSeconds: number;
  firstNanoseconds: number;
  /** Packets and bytes that this one stands for besides itself. */
  extraPackets: number;
  extraLength: number;
  aggregate: number;
  paint: number;
  type: number;
  /** Places of the headers, counted from the packet's first byte; NOWHERE: not set. */
  mac: number;
  network: number;
  transport: number;
  /** Bytes in front of the packet that its headers reach into. */
  headroom: number;
  /** Headroom and packet. */
  data: Uint8Array;
}

const SIZE = 48;

/** More bytes than any slot of the router has: such packets cross without their data, to be counted. */
const TOO_LONG = 4096;

/** A packet of these bytes with nothing else set. */
export function plainRecord(data: Uint8Array): PacketRecord {
  return {
    seconds: 0,
    nanoseconds: 0,
    firstSeconds: 0,
    firstNanoseconds: 0,
    extraPackets: 0,
    extraLength: 0,
    aggregate: 0,
    paint: 0,
    type: 0,
    mac: NOWHERE,
    network: NOWHERE,
    transport: NOWHERE,
    headroom: 0,
    data,
  };
}

/** Bytes that a record takes. */
export function recordSize({ data }: PacketRecord): number {
  return data.length > TOO_LONG ? SIZE : (SIZE + data.length + 7) & ~7;
}

/** Writes a record without headroom at `at`; it takes `recordSize` bytes. */
export function writeRecord(bytes: Uint8Array, view: DataView, at: number, record: PacketRecord): void {
  view.setUint32(at, recordSize(record), true);
  view.setUint32(at + 4, record.data.length, true);
  view.setUint32(at + 8, record.seconds, true);
  view.setUint32(at + 12, record.nanoseconds, true);
  view.setUint32(at + 16, record.firstSeconds, true);
  view.setUint32(at + 20, record.firstNanoseconds, true);
  view.setUint32(at + 24, record.extraPackets, true);
  view.setUint32(at + 28, record.extraLength, true);
  view.setUint32(at + 32, record.aggregate, true);
  view.setInt16(at + 36, record.mac, true);
  view.setInt16(at + 38, record.network, true);
  view.setInt16(at + 40, record.transport, true);
  bytes[at + 42] = record.paint;
  bytes[at + 43] = record.type;
  view.setUint32(at + 44, 0, true);
  if (record.data.length <= TOO_LONG) bytes.set(record.data, at + SIZE);
}

/** The records in `size` bytes from `at`; their data is good until the module runs again. */
export function* readRecords(bytes: Uint8Array, view: DataView, at: number, size: number) {
  const end = at + size;
  while (at < end) {
    yield readRecord(bytes, view, at);
    at += view.getUint32(at, true);
  }
}

function readRecord(bytes: Uint8Array, view: DataView, at: number): PacketRecord {
  const length = view.getUint32(at + 4, true);
  const headroom = view.getUint32(at + 44, true);
  return {
    seconds: view.getUint32(at + 8, true),
    nanoseconds: view.getUint32(at + 12, true),
    firstSeconds: view.getUint32(at + 16, true),
    firstNanoseconds: view.getUint32(at + 20, true),
    extraPackets: view.getUint32(at + 24, true),
    extraLength: view.getUint32(at + 28, true),
    aggregate: view.getUint32(at + 32, true),
    mac: view.getInt16(at + 36, true),
    network: view.getInt16(at + 38, true),
    transport: view.getInt16(at + 40, true),
    paint: bytes[at + 42]!,
    type: bytes[at + 43]!,
    headroom,
    data: bytes.subarray(at + SIZE, at + SIZE + headroom + length),
  };
}
