import { bytesSink, bytesSource } from '../../../src/simulator/bytes.ts';
import type { CapturedPacket, Precision } from '../../../src/simulator/capture/index.ts';
import { pcapWriter, readCapture } from '../../../src/simulator/capture/index.ts';

/** All packets of a file, with their bytes copied. */
export function readAll(bytes: Uint8Array, name = 'a.pcap'): CapturedPacket[] {
  const reader = readCapture(bytesSource(name, bytes));
  const packets: CapturedPacket[] = [];
  for (let packet = reader.next(); packet; packet = reader.next())
    packets.push({ ...packet, data: packet.data.slice() });
  return packets;
}

export function writePcap(
  packets: readonly CapturedPacket[],
  precision: Precision = 6,
  linkType = 1,
): Uint8Array {
  const sink = bytesSink();
  const writer = pcapWriter(sink, { linkType, precision });
  for (const packet of packets) writer.packet(packet);
  return new Uint8Array(sink.bytes());
}

export function packet(seconds: number, nanoseconds: number, data: readonly number[]): CapturedPacket {
  return { seconds, nanoseconds, data: Uint8Array.from(data), wireLength: data.length };
}

/** The same file in the other byte order. */
export function swapPcap(file: Uint8Array): Uint8Array {
  const swapped = file.slice();
  const from = new DataView(file.buffer, file.byteOffset, file.length);
  const to = new DataView(swapped.buffer);
  const words = (start: number, count: number) => {
    for (let at = start; at < start + 4 * count; at += 4) to.setUint32(at, from.getUint32(at, true), false);
  };
  words(0, 6);
  to.setUint16(4, from.getUint16(4, true), false);
  to.setUint16(6, from.getUint16(6, true), false);
  for (let at = 24; at < file.length; at += 16 + from.getUint32(at + 8, true)) words(at, 4);
  return swapped;
}
