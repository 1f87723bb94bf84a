import { HEADER, HEADER_SIZE, MAGIC } from '../plan/format.ts';
import type { BaseNote } from './base-note.ts';
import { hex, viewOf } from './elf.ts';
import { ImageError } from './error.ts';

/** Whether a file is a Plan by itself, as a boot module is. */
export function isPlan(bytes: Uint8Array): boolean {
  return bytes.length >= HEADER_SIZE && [...MAGIC].every((letter, at) => bytes[at] === letter.charCodeAt(0));
}

/** Refuses a Plan that the base image's guest would refuse at its first look. Throws ImageError CF5005, CF5008. */
export function checkFit(plan: Uint8Array, note: BaseNote): void {
  if (!isPlan(plan)) throw new ImageError('CF5008', 'this is not a Plan');
  const view = viewOf(plan);
  const version = view.getUint32(HEADER.version, true);
  if (version !== note.planVersion) {
    throw otherVersion(
      `the base image runs Plans of version ${note.planVersion}, this one is of version ${version}`,
    );
  }
  const size = view.getUint32(HEADER.size, true);
  if (size !== plan.length) {
    throw new ImageError('CF5008', `the Plan says that it has ${size} bytes, and has ${plan.length}`);
  }
  const abi = view.getBigUint64(HEADER.abi, true);
  if (abi !== note.abi) {
    throw otherVersion(
      `the base image is of another version (${hex(note.abi)}) than this clickforge (${hex(abi)})`,
    );
  }
}

function otherVersion(message: string): ImageError {
  return new ImageError('CF5005', message, 'use the base image that belongs to this clickforge');
}
