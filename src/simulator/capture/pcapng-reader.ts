import type { CapturedPacket, CaptureReader, Precision } from './capture.ts';
import { SNAP_LENGTH } from './capture.ts';
import { LINK } from './link-type.ts';
import type { Block } from './pcapng-block.ts';
import { BLOCK, BLOCK_HEAD, BYTE_ORDER_MAGIC, needBody, readBlock } from './pcapng-block.ts';
import type { Interface } from './pcapng-interface.ts';
import { readInterface, toTime } from './pcapng-interface.ts';
import type { Window } from './window.ts';

/** Reads pcapng: sections of either byte order, packets of several interfaces of one link type. */
export class PcapngReader implements CaptureReader {
  readonly linkType: number;
  readonly precision: Precision;
  readonly #window: Window;
  #littleEndian = true;
  #interfaces: Interface[] = [];

  constructor(window: Window) {
    this.#window = window;
    // The link type stands in an interface description; a packet before that is an error.
    while (this.#interfaces.length === 0 && !window.atEnd) this.#readBlock();
    const first = this.#interfaces[0];
    this.linkType = first?.linkType ?? LINK.ETHERNET;
    this.precision = first && first.unitsPerSecond > 1_000_000n ? 9 : 6;
  }

  get offset(): number {
    return this.#window.offset;
  }

  next(): CapturedPacket | undefined {
    let packet: CapturedPacket | undefined;
    while (!packet && !this.#window.atEnd) packet = this.#readBlock();
    return packet;
  }

  /** Takes one block; gives the packet when it is one. */
  #readBlock(): CapturedPacket | undefined {
    if (this.#window.has(4) && this.#window.u32(0, false) === BLOCK.SECTION_HEADER) this.#startSection();
    const block = readBlock(this.#window, this.#littleEndian);
    const packet = this.#readBody(block);
    this.#window.skip(block.length);
    return packet;
  }

  #startSection(): void {
    const window = this.#window;
    window.need(BLOCK_HEAD + 16 + 4, 'a section header');
    this.#littleEndian = window.u32(BLOCK_HEAD, true) === BYTE_ORDER_MAGIC;
    if (!this.#littleEndian && window.u32(BLOCK_HEAD, false) !== BYTE_ORDER_MAGIC) {
      throw window.damaged('a section header has no byte order mark', BLOCK_HEAD);
    }
    const major = window.u16(BLOCK_HEAD + 4, this.#littleEndian);
    if (major !== 1) throw window.unsupported(`pcapng version ${major} is not supported, only 1 is`);
    this.#interfaces = [];
  }

  #readBody(block: Block): CapturedPacket | undefined {
    switch (block.type) {
      case BLOCK.INTERFACE:
        this.#addInterface(block);
        return undefined;
      case BLOCK.ENHANCED_PACKET:
        return this.#timedPacket(block, this.#window.u32(BLOCK_HEAD, this.#littleEndian));
      case BLOCK.OLD_PACKET:
        return this.#timedPacket(block, this.#window.u16(BLOCK_HEAD, this.#littleEndian));
      case BLOCK.SIMPLE_PACKET:
        return this.#simplePacket(block);
      default:
        return undefined;
    }
  }

  #addInterface(block: Block): void {
    const described = readInterface(this.#window, block, this.#littleEndian);
    const first = this.linkType ?? this.#interfaces[0]?.linkType;
    if (first !== undefined && described.linkType !== first) {
      throw this.#window.unsupported(
        `holds packets of link types ${first} and ${described.linkType}; one file can only be of one`,
      );
    }
    this.#interfaces.push(described);
  }

  #interface(number: number): Interface {
    const described = this.#interfaces[number];
    if (!described)
      throw this.#window.damaged(`a packet refers to interface ${number}, which is not described`);
    return described;
  }

  #timedPacket(block: Block, interfaceNumber: number): CapturedPacket {
    const window = this.#window;
    needBody(window, block, 20, 'a packet');
    const [high, low, kept, wireLength] = [4, 8, 12, 16].map((at) =>
      window.u32(BLOCK_HEAD + at, this.#littleEndian),
    ) as [number, number, number, number];
    const time = toTime(this.#interface(interfaceNumber), high, low);
    return { ...time, data: this.#data(block, 20, kept), wireLength: Math.max(kept, wireLength) };
  }

  #simplePacket(block: Block): CapturedPacket {
    const window = this.#window;
    needBody(window, block, 4, 'a packet');
    const wireLength = window.u32(BLOCK_HEAD, this.#littleEndian);
    const { snapLength } = this.#interface(0);
    const kept = Math.min(wireLength, snapLength || wireLength);
    return { seconds: 0, nanoseconds: 0, data: this.#data(block, 4, kept), wireLength };
  }

  #data(block: Block, before: number, kept: number): Uint8Array {
    if (kept > SNAP_LENGTH) {
      throw this.#window.damaged(
        `a packet claims ${kept} bytes, more than the ${SNAP_LENGTH} that can be captured`,
      );
    }
    needBody(this.#window, block, before + kept, 'a packet');
    return this.#window.bytes(BLOCK_HEAD + before, kept);
  }
}
