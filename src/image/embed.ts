import { type Base, PAGE_SIZE } from './base.ts';
import { PF_R, PT_LOAD, viewOf, writeProgramHeader } from './elf.ts';
import { ImageError } from './error.ts';
import { checkFit } from './plan-fit.ts';

/**
 * Puts a Plan into a base image, in place of the one that may be there; the same inputs give the same bytes.
 * Throws ImageError when either is not what it has to be, or when they do not belong together.
 */
export function embed(base: Base, plan: Uint8Array): Uint8Array {
  check(base, plan);
  const offset = planOffset(base);
  const image = new Uint8Array(offset + plan.length);
  image.set(base.elf.bytes.subarray(0, offset));
  return fill(image, base, plan, offset);
}

/**
 * The same in the memory of the base image, which is lost, where there is room behind it: to have it twice takes longer
 * than all else.
 */
export function embedInPlace(base: Base, plan: Uint8Array): Uint8Array {
  const { buffer, byteOffset, length } = base.elf.bytes;
  const offset = planOffset(base);
  const end = offset + plan.length;
  if (byteOffset + end > buffer.byteLength) return embed(base, plan);
  check(base, plan);
  const image = new Uint8Array(buffer, byteOffset, end);
  return fill(image.fill(0, length, offset), base, plan, offset);
}

function check(base: Base, plan: Uint8Array): void {
  checkFit(plan, base.note);
  if (base.note.planAddress + BigInt(plan.length) > 1n << 64n) {
    throw new ImageError('CF5006', "the Plan's place reaches past the end of the address space");
  }
}

function fill(image: Uint8Array, base: Base, plan: Uint8Array, offset: number): Uint8Array {
  image.set(plan, offset);
  writeProgramHeader(image, base.elf.headersOffset, {
    index: base.slot.index,
    type: PT_LOAD,
    flags: PF_R,
    offset,
    fileSize: plan.length,
    virtualAddress: base.note.planAddress,
    physicalAddress: base.note.planAddress - base.physicalDelta,
    memorySize: BigInt(plan.length),
    alignment: BigInt(PAGE_SIZE),
  });
  viewOf(image).setBigUint64(base.note.planSizeOffset, BigInt(plan.length), true);
  return image;
}

/** The file offset of the Plan: where the old one starts, else the first page behind the base image. */
function planOffset(base: Base): number {
  if (base.plan) return base.slot.offset;
  return Math.ceil(base.elf.bytes.length / PAGE_SIZE) * PAGE_SIZE;
}
