import type { ByteSink } from '../bytes.ts';
import type { CapturedPacket, CaptureWriter } from './capture.ts';
import { SNAP_LENGTH } from './capture.ts';
import { BLOCK, BLOCK_HEAD, BLOCK_TAIL, BYTE_ORDER_MAGIC } from './pcapng-block.ts';

const NANOSECONDS = 9;

/** Writes pcapng, little endian, one interface, time stamps in nanoseconds. */
export function pcapngWriter(sink: ByteSink, linkType: number): CaptureWriter {
  sink.write(sectionHeader());
  sink.write(interfaceDescription(linkType));
  return { packet: (packet) => sink.write(enhancedPacket(packet)) };
}

function sectionHeader(): Uint8Array {
  return block(BLOCK.SECTION_HEADER, 16, (body) => {
    body.setUint32(0, BYTE_ORDER_MAGIC, true);
    body.setUint16(4, 1, true);
    body.setBigInt64(8, -1n, true);
  });
}

function interfaceDescription(linkType: number): Uint8Array {
  return block(BLOCK.INTERFACE, 20, (body) => {
    body.setUint16(0, linkType, true);
    body.setUint32(4, SNAP_LENGTH, true);
    body.setUint16(8, 9, true); // if_tsresol, one byte; then the end of options
    body.setUint16(10, 1, true);
    body.setUint8(12, NANOSECONDS);
  });
}

function enhancedPacket({ seconds, nanoseconds, data, wireLength }: CapturedPacket): Uint8Array {
  const bytes = block(BLOCK.ENHANCED_PACKET, 20 + Math.ceil(data.length / 4) * 4, (body) => {
    const ticks = BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
    body.setUint32(4, Number(ticks >> 32n), true);
    body.setUint32(8, Number(ticks & 0xffffffffn), true);
    body.setUint32(12, data.length, true);
    body.setUint32(16, wireLength, true);
  });
  bytes.set(data, BLOCK_HEAD + 20);
  return bytes;
}

function block(type: number, bodySize: number, fill: (body: DataView) => void): Uint8Array {
  const size = BLOCK_HEAD + bodySize + BLOCK_TAIL;
  const view = new DataView(new ArrayBuffer(size));
  view.setUint32(0, type, true);
  view.setUint32(4, size, true);
  view.setUint32(size - BLOCK_TAIL, size, true);
  fill(new DataView(view.buffer, BLOCK_HEAD, bodySize));
  return new Uint8Array(view.buffer);
}
