import { elfKind } from './elf-kind.ts';
import { ImageError } from './error.ts';

export const PT_NULL = 0;
export const PT_LOAD = 1;
export const PT_NOTE = 4;

export const PF_X = 1;
export const PF_W = 2;
export const PF_R = 4;

export const PROGRAM_HEADER_SIZE = 56;
const ELF_HEADER_SIZE = 64;

/** One program header. `offset` and `fileSize` lie inside the file, unless the type is PT_NULL. Sizes in bytes. */
export interface ProgramHeader {
  index: number;
  type: number;
  flags: number;
  offset: number;
  fileSize: number;
  virtualAddress: bigint;
  physicalAddress: bigint;
  memorySize: bigint;
  alignment: bigint;
}

/** A linked x86-64 ELF file. */
export interface Elf {
  bytes: Uint8Array;
  entry: bigint;
  /** File offset of the first program header. */
  headersOffset: number;
  headers: ProgramHeader[];
  /** Bytes from the file's start that its section headers need; 0 when it has none. */
  sectionsEnd: bigint;
}

/** Reads an ELF file's headers. Throws ImageError CF5001 to CF5003. */
export function readElf(bytes: Uint8Array): Elf {
  const view = viewOf(bytes);
  elfKind(view);
  if (bytes.length < ELF_HEADER_SIZE) {
    throw damaged(`the file ends inside the ELF header (${bytes.length} of ${ELF_HEADER_SIZE} bytes)`);
  }
  const table = view.getBigUint64(32, true);
  const count = view.getUint16(56, true);
  checkTable(view, table, count);
  const headersOffset = Number(table);
  const headers = Array.from({ length: count }, (_, index) => readHeader(view, headersOffset, index));
  checkSegments(headers);
  const sections = view.getBigUint64(40, true);
  const sectionsSize = BigInt(view.getUint16(58, true)) * BigInt(view.getUint16(60, true));
  return {
    bytes,
    entry: view.getBigUint64(24, true),
    headersOffset,
    headers,
    sectionsEnd: sections === 0n ? 0n : sections + sectionsSize,
  };
}

/** Writes `header` at its place in the program header table of `bytes`. */
export function writeProgramHeader(bytes: Uint8Array, headersOffset: number, header: ProgramHeader): void {
  const view = viewOf(bytes);
  const at = headersOffset + header.index * PROGRAM_HEADER_SIZE;
  view.setUint32(at, header.type, true);
  view.setUint32(at + 4, header.flags, true);
  const words = [
    BigInt(header.offset),
    header.virtualAddress,
    header.physicalAddress,
    BigInt(header.fileSize),
    header.memorySize,
    header.alignment,
  ];
  for (const [index, word] of words.entries()) view.setBigUint64(at + 8 + index * 8, word, true);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function hex(value: number | bigint): string {
  return `0x${value.toString(16)}`;
}

function checkTable(view: DataView, table: bigint, count: number): void {
  const size = view.getUint16(54, true);
  if (count === 0) throw damaged('there are no program headers');
  if (size !== PROGRAM_HEADER_SIZE) {
    throw damaged(`a program header has ${size} bytes instead of ${PROGRAM_HEADER_SIZE}`);
  }
  checkRange('the program header table', table, BigInt(count * size), view);
}

function readHeader(view: DataView, table: number, index: number): ProgramHeader {
  const at = table + index * PROGRAM_HEADER_SIZE;
  const word = (offset: number) => view.getBigUint64(at + offset, true);
  const header = {
    index,
    type: view.getUint32(at, true),
    flags: view.getUint32(at + 4, true),
    offset: Number(word(8)),
    virtualAddress: word(16),
    physicalAddress: word(24),
    fileSize: Number(word(32)),
    memorySize: word(40),
    alignment: word(48),
  };
  if (header.type !== PT_NULL) checkRange(`program header ${index}`, word(8), word(32), view);
  if (header.type === PT_LOAD && header.memorySize < BigInt(header.fileSize)) {
    throw damaged(`program header ${index} has more bytes in the file than in memory`);
  }
  return header;
}

function checkRange(what: string, offset: bigint, size: bigint, view: DataView): void {
  if (offset + size <= BigInt(view.byteLength)) return;
  throw damaged(
    `${what} reaches past the end of the file (${hex(offset)} + ${hex(size)} > ${hex(view.byteLength)})`,
  );
}

function checkSegments(headers: ProgramHeader[]): void {
  const loads = headers.filter((header) => header.type === PT_LOAD).sort(byAddress);
  for (const [index, load] of loads.entries()) {
    const end = load.virtualAddress + load.memorySize;
    if (end > 1n << 64n)
      throw damaged(`program header ${load.index} reaches past the end of the address space`);
    const next = loads[index + 1];
    if (next && next.virtualAddress < end) {
      throw damaged(`program headers ${load.index} and ${next.index} overlap in memory`);
    }
  }
}

function byAddress(a: ProgramHeader, b: ProgramHeader): number {
  if (a.virtualAddress === b.virtualAddress) return a.index - b.index;
  return a.virtualAddress < b.virtualAddress ? -1 : 1;
}

function damaged(message: string): ImageError {
  return new ImageError('CF5003', message, 'the file is damaged or was cut short; build or fetch it again');
}
