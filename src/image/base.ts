import { type BaseNote, findBaseNote } from './base-note.ts';
import {
  type Elf,
  hex,
  PF_W,
  PF_X,
  PROGRAM_HEADER_SIZE,
  type ProgramHeader,
  PT_LOAD,
  PT_NULL,
  readElf,
} from './elf.ts';
import { ImageError } from './error.ts';

export const PAGE_SIZE = 4096;

/** A base image, with or without a configuration in it. */
export interface Base {
  elf: Elf;
  note: BaseNote;
  /** The header that maps the Plan, or the spare one that will. */
  slot: ProgramHeader;
  /** Virtual minus physical address, the same for every segment. */
  physicalDelta: bigint;
  /** The Plan inside, a view into the file. */
  plan: Uint8Array | undefined;
}

/** Reads a base image or an image made from one. Throws ImageError. */
export function readBase(bytes: Uint8Array): Base {
  const elf = readElf(bytes);
  const note = findBaseNote(elf);
  if (!note) {
    throw new ImageError('CF5004', 'this ELF file has no clickforge note, so clickforge did not make it');
  }
  return note.planSize === 0n ? emptyBase(elf, note) : filledBase(elf, note);
}

function emptyBase(elf: Elf, note: BaseNote): Base {
  const slot = elf.headers.findLast((header) => header.type === PT_NULL);
  if (!slot) throw contradiction('there is no spare program header for the Plan');
  return { elf, note, slot, physicalDelta: checkSegments(elf, note, slot), plan: undefined };
}

function filledBase(elf: Elf, note: BaseNote): Base {
  const slot = elf.headers.findLast(
    (header) => header.type === PT_LOAD && header.virtualAddress === note.planAddress,
  );
  if (!slot) throw contradiction(`no segment holds the Plan that the note puts at ${hex(note.planAddress)}`);
  const physicalDelta = checkSegments(elf, note, slot);
  checkPlanSegment(elf, note, slot, physicalDelta);
  return {
    elf,
    note,
    slot,
    physicalDelta,
    plan: elf.bytes.subarray(slot.offset, slot.offset + slot.fileSize),
  };
}

/** Checks all segments but the Plan's, and gives what their virtual and physical addresses differ by. */
function checkSegments(elf: Elf, note: BaseNote, slot: ProgramHeader): bigint {
  if (note.planAddress % BigInt(PAGE_SIZE) !== 0n) {
    throw contradiction(`the Plan's address ${hex(note.planAddress)} is not the start of a page`);
  }
  const loads = elf.headers.filter((header) => header.type === PT_LOAD && header !== slot);
  const deltas = new Set(loads.map((load) => load.virtualAddress - load.physicalAddress));
  const [delta] = deltas;
  if (delta === undefined) throw contradiction('there is no segment to load');
  if (deltas.size > 1) throw contradiction("the segments' virtual and physical addresses differ unevenly");
  for (const load of loads) checkSegment(load, note, delta);
  if (!loads.some((load) => holds(load, note.planSizeOffset))) {
    throw contradiction('the clickforge note lies outside the loaded segments');
  }
  return delta;
}

function checkSegment(load: ProgramHeader, note: BaseNote, delta: bigint): void {
  if (load.virtualAddress < delta) {
    throw contradiction(`program header ${load.index} has a negative physical address`);
  }
  if (load.virtualAddress + load.memorySize > note.planAddress) {
    throw contradiction(
      `program header ${load.index} reaches into the Plan's place at ${hex(note.planAddress)}`,
    );
  }
}

function checkPlanSegment(elf: Elf, note: BaseNote, slot: ProgramHeader, delta: bigint): void {
  const end = slot.offset + slot.fileSize;
  if (BigInt(slot.fileSize) !== note.planSize || slot.memorySize !== note.planSize) {
    throw contradiction(`the note gives the Plan ${note.planSize} bytes, its segment ${slot.fileSize}`);
  }
  if ((slot.flags & (PF_W | PF_X)) !== 0) throw contradiction("the Plan's segment is not read-only");
  if (slot.offset % PAGE_SIZE !== 0 || slot.virtualAddress - slot.physicalAddress !== delta) {
    throw contradiction("the Plan's segment is not aligned as the others");
  }
  if (end !== elf.bytes.length) {
    throw contradiction(`${elf.bytes.length - end} bytes follow the Plan at the end of the file`);
  }
  const table = elf.headersOffset + elf.headers.length * PROGRAM_HEADER_SIZE;
  const before = elf.headers.every(
    (each) => each === slot || each.type === PT_NULL || endOf(each) <= slot.offset,
  );
  if (!before || table > slot.offset || elf.sectionsEnd > BigInt(slot.offset)) {
    throw contradiction("other parts of the file reach into the Plan's bytes");
  }
}

function holds(load: ProgramHeader, offset: number): boolean {
  return load.offset <= offset && offset + 8 <= endOf(load);
}

function endOf(header: ProgramHeader): number {
  return header.offset + header.fileSize;
}

function contradiction(message: string): ImageError {
  return new ImageError(
    'CF5006',
    message,
    'the image is damaged or was not made by clickforge; build it again',
  );
}
