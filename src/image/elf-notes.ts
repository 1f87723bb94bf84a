import { type Elf, hex, PT_NOTE, viewOf } from './elf.ts';
import { ImageError } from './error.ts';

/** One ELF note. `offset` is where its `description` starts in the file. */
export interface ElfNote {
  owner: string;
  type: number;
  offset: number;
  description: Uint8Array;
}

const NOTE_HEADER_SIZE = 12;
/** Bytes of all segments together: far more than any image has, and few enough to read them even when they overlap. */
const MOST_BYTES = 1024 * 1024;

/** All notes of all PT_NOTE segments, in file order. Throws ImageError CF5003. */
export function readNotes(elf: Elf): ElfNote[] {
  const segments = elf.headers.filter((header) => header.type === PT_NOTE);
  const size = segments.reduce((sum, { fileSize }) => sum + fileSize, 0);
  if (size > MOST_BYTES) throw new ImageError('CF5003', `it has ${size} bytes of notes, which no image has`);
  return segments.flatMap((header) =>
    segmentNotes(elf.bytes, header.offset, header.offset + header.fileSize),
  );
}

function segmentNotes(bytes: Uint8Array, start: number, end: number): ElfNote[] {
  const view = viewOf(bytes);
  const notes: ElfNote[] = [];
  for (let at = start; at < end; ) {
    if (at + NOTE_HEADER_SIZE > end) throw cut(at, end);
    const nameSize = view.getUint32(at, true);
    const offset = at + NOTE_HEADER_SIZE + align4(nameSize);
    const size = view.getUint32(at + 4, true);
    if (offset + size > end) throw cut(at, end);
    const owner = latin1(bytes.subarray(at + NOTE_HEADER_SIZE, at + NOTE_HEADER_SIZE + nameSize));
    const description = bytes.subarray(offset, offset + size);
    notes.push({ owner: withoutZeros(owner), type: view.getUint32(at + 8, true), offset, description });
    at = offset + align4(size);
  }
  return notes;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Without the zero bytes at the end. */
function withoutZeros(text: string): string {
  let { length } = text;
  while (text[length - 1] === '\0') length--;
  return text.substring(0, length);
}

function align4(size: number): number {
  return Math.ceil(size / 4) * 4;
}

function cut(at: number, end: number): ImageError {
  return new ImageError('CF5003', `the note at ${hex(at)} reaches past its segment's end at ${hex(end)}`);
}
