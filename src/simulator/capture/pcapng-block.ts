import type { Window } from './window.ts';

export const BLOCK = {
  SECTION_HEADER: 0x0a0d0d0a,
  INTERFACE: 1,
  OLD_PACKET: 2,
  SIMPLE_PACKET: 3,
  ENHANCED_PACKET: 6,
} as const;

export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

/** A block's type and length stand before its body, its length again behind. */
export const BLOCK_HEAD = 8;
export const BLOCK_TAIL = 4;

const MOST = 16 * 1024 * 1024;

export interface Block {
  type: number;
  /** Bytes of all of it. */
  length: number;
}

/** The block that is next, with all its bytes at hand. */
export function readBlock(window: Window, littleEndian: boolean): Block {
  window.need(BLOCK_HEAD + BLOCK_TAIL, 'a block');
  const type = window.u32(0, littleEndian);
  const length = window.u32(4, littleEndian);
  if (length < BLOCK_HEAD + BLOCK_TAIL || length % 4 !== 0 || length > MOST) {
    throw window.damaged(`a block claims a length of ${length} bytes`);
  }
  window.need(length, 'a block');
  const again = window.u32(length - BLOCK_TAIL, littleEndian);
  if (again !== length) {
    throw window.damaged(`a block is ${length} bytes long at its start and ${again} at its end`);
  }
  return { type, length };
}

/** Body bytes of a block that must hold at least `count`. */
export function needBody(window: Window, block: Block, count: number, what: string): void {
  const body = block.length - BLOCK_HEAD - BLOCK_TAIL;
  if (body < count) throw window.damaged(`${what} has ${body} bytes, but needs ${count}`);
}

/** Options from `at` to the block's end; what is behind a broken one is not looked at. */
export function* readOptions(window: Window, block: Block, at: number, littleEndian: boolean) {
  const end = block.length - BLOCK_TAIL;
  while (at + 4 <= end) {
    const code = window.u16(at, littleEndian);
    const length = window.u16(at + 2, littleEndian);
    if (code === 0 || at + 4 + length > end) return;
    yield { code, at: at + 4, length };
    at += 4 + Math.ceil(length / 4) * 4;
  }
}
