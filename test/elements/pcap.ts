/** A packet and its time in nanoseconds since the start of the run. */
export interface TimedPacket {
  time: bigint;
  bytes: Uint8Array;
}

/** Where the clock of a run stands at its start. */
const EPOCH = 1_000_000_000n * 1_000_000_000n;

const SECOND = 1_000_000_000n;

/** A pcap file with nanoseconds. */
export function writePcap(packets: TimedPacket[]): Uint8Array {
  const parts = [Buffer.from('4d3cb2a1020004000000000000000000ffff000001000000', 'hex')];
  for (const { time, bytes } of packets) {
    const header = Buffer.alloc(16);
    header.writeUInt32LE(Number((EPOCH + time) / SECOND), 0);
    header.writeUInt32LE(Number(time % SECOND), 4);
    header.writeUInt32LE(bytes.length, 8);
    header.writeUInt32LE(bytes.length, 12);
    parts.push(header, Buffer.from(bytes));
  }
  return Buffer.concat(parts);
}

/** Packets of a pcap file with microseconds. */
export function readPcap(file: Buffer): TimedPacket[] {
  const packets: TimedPacket[] = [];
  for (let at = 24; at < file.length; ) {
    const seconds = BigInt(file.readUInt32LE(at));
    const time = seconds * SECOND + BigInt(file.readUInt32LE(at + 4)) * 1000n - EPOCH;
    const size = file.readUInt32LE(at + 8);
    packets.push({ time, bytes: file.subarray(at + 16, at + 16 + size) });
    at += 16 + size;
  }
  return packets;
}
