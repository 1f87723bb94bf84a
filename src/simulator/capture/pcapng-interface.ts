import { commonLinkType } from './link-type.ts';
import type { Block } from './pcapng-block.ts';
import { BLOCK_HEAD, needBody, readOptions } from './pcapng-block.ts';
import type { Window } from './window.ts';

/** What an interface description block says of the packets that refer to it. */
export interface Interface {
  linkType: number;
  /** Most bytes kept of a packet; 0: all. */
  snapLength: number;
  /** Time stamp units a second. */
  unitsPerSecond: bigint;
  /** Seconds to add to every time stamp. */
  offset: bigint;
}

const TIME_RESOLUTION = 9;
const TIME_OFFSET = 14;
const FIXED = 8;

export function readInterface(window: Window, block: Block, littleEndian: boolean): Interface {
  needBody(window, block, FIXED, 'an interface description');
  const described: Interface = {
    linkType: commonLinkType(window.u16(BLOCK_HEAD, littleEndian)),
    snapLength: window.u32(BLOCK_HEAD + 4, littleEndian),
    unitsPerSecond: 1_000_000n,
    offset: 0n,
  };
  for (const option of readOptions(window, block, BLOCK_HEAD + FIXED, littleEndian)) {
    if (option.code === TIME_RESOLUTION && option.length >= 1)
      described.unitsPerSecond = unitsPerSecond(window.u8(option.at));
    if (option.code === TIME_OFFSET && option.length >= 8)
      described.offset = signed64(window, option.at, littleEndian);
  }
  return described;
}

/** Seconds and nanoseconds of a time stamp of two halves. */
export function toTime(
  { unitsPerSecond, offset }: Interface,
  high: number,
  low: number,
): { seconds: number; nanoseconds: number } {
  // 53 bits hold microseconds until the year 2255; big integers would cost more than the rest of the packet.
  if (unitsPerSecond === 1_000_000n && offset === 0n && high < 1 << 21) {
    const ticks = high * 0x1_0000_0000 + low;
    const seconds = Math.floor(ticks / 1e6);
    return { seconds, nanoseconds: (ticks - seconds * 1e6) * 1000 };
  }
  const ticks = (BigInt(high) << 32n) | BigInt(low);
  const rest = ticks % unitsPerSecond;
  return {
    seconds: Number(BigInt.asUintN(32, ticks / unitsPerSecond + offset)),
    nanoseconds: Number((rest * 1_000_000_000n) / unitsPerSecond),
  };
}

/** A negative power of ten, or of two where the top bit is set. */
function unitsPerSecond(resolution: number): bigint {
  const power = BigInt(resolution & 0x7f);
  return resolution & 0x80 ? 2n ** power : 10n ** power;
}

function signed64(window: Window, at: number, littleEndian: boolean): bigint {
  const first = BigInt(window.u32(at, littleEndian));
  const second = BigInt(window.u32(at + 4, littleEndian));
  return BigInt.asIntN(64, littleEndian ? (second << 32n) | first : (first << 32n) | second);
}
