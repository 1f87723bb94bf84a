import type { CapturedPacket, CaptureReader, Precision } from './capture.ts';
import { SNAP_LENGTH } from './capture.ts';
import { commonLinkType } from './link-type.ts';
import type { Window } from './window.ts';

const FILE_HEADER = 24;
const PACKET_HEADER = 16;

/** First four bytes as big-endian number: what follows, in the order of the machine that wrote it. */
const MAGICS = new Map<number, { littleEndian: boolean; precision: Precision; extra: number }>([
  [0xa1b2c3d4, { littleEndian: false, precision: 6, extra: 0 }],
  [0xd4c3b2a1, { littleEndian: true, precision: 6, extra: 0 }],
  [0xa1b23c4d, { littleEndian: false, precision: 9, extra: 0 }],
  [0x4d3cb2a1, { littleEndian: true, precision: 9, extra: 0 }],
  // A patched libpcap of the nineties puts eight more bytes into each packet's header.
  [0xa1b2cd34, { littleEndian: false, precision: 6, extra: 8 }],
  [0x34cdb2a1, { littleEndian: true, precision: 6, extra: 8 }],
]);

export function isPcap(magic: number): boolean {
  return MAGICS.has(magic);
}

/** Reads a classic pcap file of any byte order and precision. */
export class PcapReader implements CaptureReader {
  readonly linkType: number;
  readonly precision: Precision;
  readonly #window: Window;
  readonly #littleEndian: boolean;
  readonly #header: number;
  /** Files before version 2.4 may have the two lengths in the other order. */
  readonly #old: boolean;

  constructor(window: Window) {
    window.need(FILE_HEADER, 'the file header of a pcap file');
    const { littleEndian, precision, extra } = MAGICS.get(window.u32(0, false))!;
    const major = window.u16(4, littleEndian);
    const minor = window.u16(6, littleEndian);
    if (major !== 2) throw window.unsupported(`pcap version ${major}.${minor} is not supported, only 2.x is`);
    this.linkType = commonLinkType(window.u32(20, littleEndian) & 0x0fffffff);
    this.precision = precision;
    this.#littleEndian = littleEndian;
    this.#header = PACKET_HEADER + extra;
    this.#old = minor <= 3;
    this.#window = window;
    window.skip(FILE_HEADER);
  }

  get offset(): number {
    return this.#window.offset;
  }

  next(): CapturedPacket | undefined {
    const window = this.#window;
    if (window.atEnd) return undefined;
    window.need(this.#header, 'the header of a packet');
    const seconds = window.u32(0, this.#littleEndian);
    const fraction = window.u32(4, this.#littleEndian);
    let kept = window.u32(8, this.#littleEndian);
    let wireLength = window.u32(12, this.#littleEndian);
    if (this.#old && kept > wireLength) [kept, wireLength] = [wireLength, kept];
    if (kept > SNAP_LENGTH) {
      throw window.damaged(
        `a packet claims ${kept} bytes, more than the ${SNAP_LENGTH} that can be captured`,
      );
    }
    const nanoseconds = this.precision === 9 ? fraction : fraction * 1000;
    if (nanoseconds >= 1e9) throw window.damaged(`a packet's time stamp has ${fraction} as its fraction`);
    window.skip(this.#header);
    window.need(kept, 'a packet', this.#header);
    const data = window.bytes(0, kept);
    window.skip(kept);
    return { seconds, nanoseconds, data, wireLength: Math.max(kept, wireLength) };
  }
}
