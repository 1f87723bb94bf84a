import { ImageError } from './error.ts';

const MACHINES: Record<number, string> = {
  2: 'sparc',
  3: 'i386',
  8: 'mips',
  20: 'powerpc',
  21: 'powerpc64',
  22: 's390',
  40: 'arm',
  43: 'sparc64',
  62: 'x86-64',
  183: 'aarch64',
  243: 'riscv',
  247: 'bpf',
  258: 'loongarch',
};

const KINDS: Record<number, string> = { 0: 'of no kind', 1: 'an object file', 4: 'a core dump' };

/** Refuses everything that is not a linked little-endian x86-64 ELF file. Throws ImageError CF5001, CF5002. */
export function elfKind(view: DataView): void {
  if (view.byteLength === 0) throw new ImageError('CF5001', 'not an ELF file: it is empty');
  if (view.byteLength < 4 || view.getUint32(0) !== 0x7f454c46) {
    throw new ImageError('CF5001', 'not an ELF file');
  }
  // A shorter file is refused by the caller, who knows how long it has to be.
  if (view.byteLength < 20) return;
  const littleEndian = view.getUint8(5) !== 2;
  const machine = view.getUint16(18, littleEndian);
  if (machine !== 62) throw foreign(`an ELF file for ${MACHINES[machine] ?? `machine ${machine}`}`);
  if (view.getUint8(4) !== 2) throw foreign('a 32-bit ELF file');
  if (!littleEndian) throw foreign('a big-endian ELF file');
  const kind = view.getUint16(16, true);
  if (kind !== 2 && kind !== 3)
    throw foreign(`${KINDS[kind] ?? `an ELF file of kind ${kind}`}, not a linked one`);
}

function foreign(what: string): ImageError {
  return new ImageError('CF5002', `${what}; an image is a linked x86-64 ELF file`);
}
