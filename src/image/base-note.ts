import { type Elf, viewOf } from './elf.ts';
import { readNotes } from './elf-notes.ts';
import { ImageError } from './error.ts';

/** What a base image says of itself: `struct clickforge_note`, owner "clickforge", type 1. */
export interface BaseNote {
  planVersion: number;
  abi: bigint;
  /** Virtual address of the Plan's first byte. */
  planAddress: bigint;
  /** Bytes; 0 in an image without a configuration. */
  planSize: bigint;
  /** The base image's own version, printable ASCII. */
  version: string;
  /** File offset of the field `plan_size`. */
  planSizeOffset: number;
}

const OWNER = 'clickforge';
const TYPE = 1;
const FORMAT = 1;
const SIZE = 64;
const PLAN_SIZE_OFFSET = 24;
const VERSION_OFFSET = 32;

/** The note of a base image, or undefined when the file has none. Throws ImageError CF5003, CF5005, CF5006. */
export function findBaseNote(elf: Elf): BaseNote | undefined {
  const [note, second] = readNotes(elf).filter((each) => each.owner === OWNER && each.type === TYPE);
  if (!note) return undefined;
  if (second) throw new ImageError('CF5006', 'there are two clickforge notes');
  if (note.description.length < 4) throw wrongSize(note.description.length);
  const view = viewOf(note.description);
  const format = view.getUint32(0, true);
  if (format !== FORMAT) {
    throw new ImageError('CF5005', `the clickforge note has format ${format}; this version reads ${FORMAT}`);
  }
  if (note.description.length !== SIZE) throw wrongSize(note.description.length);
  return {
    planVersion: view.getUint32(4, true),
    abi: view.getBigUint64(8, true),
    planAddress: view.getBigUint64(16, true),
    planSize: view.getBigUint64(PLAN_SIZE_OFFSET, true),
    version: readVersion(note.description.subarray(VERSION_OFFSET)),
    planSizeOffset: note.offset + PLAN_SIZE_OFFSET,
  };
}

function readVersion(field: Uint8Array): string {
  const end = field.indexOf(0);
  const bytes = end < 0 ? field : field.subarray(0, end);
  if (bytes.some((byte) => byte < 0x20 || byte > 0x7e)) {
    throw new ImageError('CF5006', "the clickforge note's version is not printable text");
  }
  return String.fromCharCode(...bytes);
}

function wrongSize(size: number): ImageError {
  return new ImageError('CF5006', `the clickforge note has ${size} bytes instead of ${SIZE}`);
}
