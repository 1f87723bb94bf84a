import { expect, test } from 'vitest';
import { embed } from '../../src/image/embed.ts';
import { ImageError } from '../../src/image/error.ts';
import { configurationOf, extractPlan } from '../../src/image/extract.ts';
import { inspect, needsOf, readBase, readSlot } from '../../src/image/index.ts';
import { makeBase, makePlan, writeHeader } from './base-fixture.ts';

const PT_NOTE = 4;
const plan = makePlan('LIMIT 10');
const base = makeBase();
const image = embed(readBase(base), plan);
const NOTES = 0x400;
const HEADERS_END = 64 + 4 * 56;

/** Every reader gives a result or an ImageError; an image that takes a Plan gives that Plan back. */
function withstands(bytes: Uint8Array): void {
  const uses = [
    () => inspect(bytes),
    () => extractPlan(bytes),
    () => configurationOf(bytes),
    () => needsOf(bytes),
    () => readSlot(bytes),
    () => expect(extractPlan(embed(readBase(bytes), plan))).toEqual(plan),
  ];
  for (const use of uses) {
    try {
      use();
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
    }
  }
}

test('an image cut at every byte', () => {
  for (let size = 0; size < image.length; size++) withstands(image.subarray(0, size));
});

test('an image bent at every byte that means something', () => {
  const places = [...image.keys()].filter(
    (at) => at < HEADERS_END || (at >= NOTES && at < NOTES + 0xa0) || at >= image.length - plan.length,
  );
  const bent = Buffer.from(image);
  for (const at of places)
    for (const value of [0, 1, 0x7f, 0x80, 0xff, image[at]! ^ 1, image[at]! + 1]) {
      bent.writeUInt8(value & 0xff, at);
      withstands(bent);
      bent.writeUInt8(image[at]!, at);
    }
});

test('segments that lie over one another in the file, over its headers, and over the Plan', () => {
  const offsets = [0n, 32n, 64n, 0x400n, 0x1000n, 0x2000n, 0x3000n, BigInt(image.length)];
  for (const header of [0, 1, 2, 3])
    for (const offset of offsets)
      for (const size of [0n, 1n, 0x40n, 0x345n, 0x1000n, 0x3000n]) {
        const bent = Buffer.from(image);
        bent.writeBigUInt64LE(offset, 64 + header * 56 + 8);
        bent.writeBigUInt64LE(size, 64 + header * 56 + 32);
        withstands(bent);
      }
});

test('a Plan under which another segment reaches is not taken for one', () => {
  const bent = Buffer.from(image);
  bent.writeBigUInt64LE(BigInt(plan.length) + 0x1000n, 64 + 56 + 32);
  expect(() => extractPlan(bent)).toThrow(ImageError);
});

test('notes whose sizes lie', () => {
  for (const at of [NOTES, NOTES + 4])
    for (const size of [0, 1, 3, 0x7fffffff, 0xfffffff0, 0xffffffff]) {
      const bent = Buffer.from(image);
      bent.writeUInt32LE(size, at);
      if (size > 4) expect(() => inspect(bent)).toThrow(ImageError);
      withstands(bent);
    }
});

/** An ELF file of nothing but program headers that all point at the same notes. */
function manyNotes(segments: number, size: number): Buffer {
  const start = 64 + segments * 56;
  const bytes = Buffer.alloc(start + size);
  Buffer.from(base).copy(bytes, 0, 0, 64);
  bytes.writeUInt16LE(segments, 56);
  const words = [start, 0, 0, size, size, 4].map(BigInt);
  for (let index = 0; index < segments; index++) writeHeader(bytes, index, [PT_NOTE, 4], words);
  return bytes;
}

test('more notes than memory holds, in few bytes', () => {
  expect(() => inspect(manyNotes(60_000, 60_000))).toThrow('it has 3600000000 bytes of notes');
  expect(() => inspect(manyNotes(1, 1 << 21))).toThrow('bytes of notes');
});

test('the marks of old and stock images a million times over', { timeout: 30_000 }, () => {
  const elf = manyNotes(1, 0);
  for (const mark of ['GUEST_OS=', '//PLEASEPUTCLICKCODEHERE\n', 'GUEST_VER=//PLEASEPUTCLICKCODEHERE\n']) {
    withstands(Buffer.concat([elf, Buffer.alloc(4 << 20, mark)]));
    withstands(Buffer.concat([elf, Buffer.alloc(4 << 20, mark), Buffer.alloc(1)]));
  }
});
