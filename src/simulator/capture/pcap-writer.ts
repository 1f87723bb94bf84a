import type { ByteSink } from '../bytes.ts';
import type { CapturedPacket, CaptureWriter, Precision } from './capture.ts';
import { SNAP_LENGTH } from './capture.ts';

export interface PcapOptions {
  linkType: number;
  precision: Precision;
  /** What the file says is the most it keeps of a packet. */
  snapLength?: number;
}

/** Writes a classic pcap file, little endian. */
export function pcapWriter(sink: ByteSink, { linkType, precision, snapLength }: PcapOptions): CaptureWriter {
  const header = new DataView(new ArrayBuffer(24));
  header.setUint32(0, precision === 9 ? 0xa1b23c4d : 0xa1b2c3d4, true);
  header.setUint16(4, 2, true);
  header.setUint16(6, 4, true);
  header.setUint32(16, snapLength ?? SNAP_LENGTH, true);
  header.setUint32(20, linkType, true);
  sink.write(new Uint8Array(header.buffer));
  return { packet: (packet) => sink.write(encode(packet, precision)) };
}

function encode({ seconds, nanoseconds, data, wireLength }: CapturedPacket, precision: Precision) {
  const bytes = new Uint8Array(16 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, seconds, true);
  view.setUint32(4, precision === 9 ? nanoseconds : Math.floor(nanoseconds / 1000), true);
  view.setUint32(8, data.length, true);
  view.setUint32(12, wireLength, true);
  bytes.set(data, 16);
  return bytes;
}
