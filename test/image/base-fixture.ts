import { compile } from '../../src/plan/index.ts';

/** What a hand-made base image may differ in from a good one. */
export interface BaseOptions {
  version?: string;
  planVersion?: number;
  abi?: bigint;
  planAddress?: bigint;
  /** No spare program header. */
  full?: boolean;
  /** No clickforge note. */
  plain?: boolean;
}

export const VIRTUAL = 0xffffffff80000000n;
const TEXT = VIRTUAL + 0x100000n;
export const PLAN_ADDRESS = TEXT + 0x4000n;
export const ABI = 0x1122334455667788n;
const HEADERS = 64;

/** A small ELF with the layout of our base images: text and notes, data with .bss, a note segment, a spare header. */
export function makeBase(options: BaseOptions = {}): Uint8Array {
  const bytes = Buffer.alloc(0x2345);
  writeElfHeader(bytes, options.full ? 3 : 4);
  const notes = Buffer.concat([xenNote(1, 8), xenNote(18, 4), ...(options.plain ? [] : [ownNote(options)])]);
  notes.copy(bytes, 0x400);
  bytes.fill(0x90, 0x800, 0x1000);
  bytes.fill(0xda, 0x2000, 0x2345);
  writeHeader(bytes, 0, [1, 5], [0n, TEXT, TEXT - VIRTUAL, 0x1000n, 0x1000n, 0x1000n]);
  writeHeader(
    bytes,
    1,
    [1, 6],
    [0x2000n, TEXT + 0x2000n, TEXT + 0x2000n - VIRTUAL, 0x345n, 0x1f00n, 0x1000n],
  );
  const size = BigInt(notes.length);
  writeHeader(bytes, 2, [4, 4], [0x400n, TEXT + 0x400n, TEXT + 0x400n - VIRTUAL, size, size, 4n]);
  return new Uint8Array(bytes);
}

/** A Plan of two elements for base images of `abi`; `config` goes into the first one. */
export function makePlan(config: string, { abi = ABI, version = 1 } = {}): Uint8Array {
  const element = (name: string, className: string, text: string) => ({
    name,
    className,
    config: text,
    span: { file: 'x', start: 0, end: 0 },
  });
  const router = {
    elements: [element('source', 'InfiniteSource', config), element('end', 'Discard', '')],
    connections: [{ from: 0, fromPort: 0, to: 1, toPort: 0, span: { file: 'x', start: 0, end: 0 } }],
    requirements: [],
    sources: new Map(),
    ninputs: [0, 1],
    noutputs: [1, 0],
    isPull: [false],
  };
  const classes = ['Discard', 'InfiniteSource'].map((name) => ({ name, size: 8, fields: [] }));
  return compile(router, [new Map(), new Map()], { planVersion: version, hash: abi, classes });
}

function writeElfHeader(bytes: Buffer, count: number): void {
  bytes.write('\x7fELF\x02\x01\x01', 'latin1');
  bytes.writeUInt16LE(2, 16);
  bytes.writeUInt16LE(62, 18);
  bytes.writeUInt32LE(1, 20);
  bytes.writeBigUInt64LE(TEXT + 0x800n, 24);
  bytes.writeBigUInt64LE(BigInt(HEADERS), 32);
  bytes.writeUInt16LE(64, 52);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(count, 56);
}

/** `words`: offset, virtual and physical address, size in the file and in memory, alignment. */
export function writeHeader(
  bytes: Buffer,
  index: number,
  [type, flags]: [type: number, flags: number],
  words: bigint[],
): void {
  const at = HEADERS + index * 56;
  bytes.writeUInt32LE(type, at);
  bytes.writeUInt32LE(flags, at + 4);
  for (const [word, value] of words.entries()) bytes.writeBigUInt64LE(value, at + 8 + word * 8);
}

function note(owner: string, type: number, description: Buffer): Buffer {
  const name = Buffer.alloc(Math.ceil((owner.length + 1) / 4) * 4);
  name.write(owner, 'latin1');
  const header = Buffer.alloc(12);
  header.writeUInt32LE(owner.length + 1, 0);
  header.writeUInt32LE(description.length, 4);
  header.writeUInt32LE(type, 8);
  return Buffer.concat([header, name, description]);
}

const xenNote = (type: number, size: number) => note('Xen', type, Buffer.alloc(size, 1));

function ownNote({
  version = '0.1.0',
  planVersion = 1,
  abi = ABI,
  planAddress = PLAN_ADDRESS,
}: BaseOptions): Buffer {
  const description = Buffer.alloc(64);
  description.writeUInt32LE(1, 0);
  description.writeUInt32LE(planVersion, 4);
  description.writeBigUInt64LE(abi, 8);
  description.writeBigUInt64LE(planAddress, 16);
  description.write(version, 32, 'latin1');
  return note('clickforge', 1, description);
}
