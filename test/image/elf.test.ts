import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readBase } from '../../src/image/base.ts';
import { readElf } from '../../src/image/elf.ts';
import { embed } from '../../src/image/embed.ts';
import { makeBase, makePlan } from './base-fixture.ts';

function bent(change: (bytes: Buffer) => void): () => void {
  const bytes = Buffer.from(makeBase());
  change(bytes);
  return () => readElf(bytes);
}

const header = (index: number, field: number) => 64 + index * 56 + field;

describe('reading ELF files', () => {
  test.each([
    ['CF5001', 'not an ELF file: it is empty', Buffer.alloc(0)],
    ['CF5001', 'not an ELF file', Buffer.from('#!/bin/sh\n')],
    [
      'CF5003',
      'the file ends inside the ELF header (40 of 64 bytes)',
      Buffer.from(makeBase()).subarray(0, 40),
    ],
  ])('%s: %s', (code, message, bytes) => {
    expect(() => readElf(bytes)).toThrow(expect.objectContaining({ name: 'ImageError', code, message }));
  });

  test.each([
    ['an ELF file for aarch64', bent((bytes) => bytes.writeUInt16LE(183, 18))],
    ['an ELF file for i386', bent((bytes) => bytes.writeUInt16LE(3, 18))],
    ['an ELF file for machine 999', bent((bytes) => bytes.writeUInt16LE(999, 18))],
    ['a 32-bit ELF file', bent((bytes) => bytes.writeUInt8(1, 4))],
    ['an object file, not a linked one', bent((bytes) => bytes.writeUInt16LE(1, 16))],
    ['a core dump, not a linked one', bent((bytes) => bytes.writeUInt16LE(4, 16))],
  ])('%s', (message, read) => {
    expect(read).toThrow(expect.objectContaining({ code: 'CF5002' }));
    expect(read).toThrow(message);
  });

  test.each([
    ['there are no program headers', bent((bytes) => bytes.writeUInt16LE(0, 56))],
    ['a program header has 32 bytes instead of 56', bent((bytes) => bytes.writeUInt16LE(32, 54))],
    [
      'the program header table reaches past the end of the file (0x2340 + 0xe0 > 0x2345)',
      bent((bytes) => bytes.writeUInt32LE(0x2340, 32)),
    ],
    [
      'program header 1 reaches past the end of the file (0x2000 + 0x346 > 0x2345)',
      bent((bytes) => bytes.writeUInt32LE(0x346, header(1, 32))),
    ],
    [
      'program header 1 reaches past the end of the file (0xffffffffffffffff + 0x345 > 0x2345)',
      bent((bytes) => bytes.writeBigUInt64LE(0xffffffffffffffffn, header(1, 8))),
    ],
    [
      'program header 0 has more bytes in the file than in memory',
      bent((bytes) => bytes.writeUInt32LE(0xfff, header(0, 40))),
    ],
    [
      'program headers 0 and 1 overlap in memory',
      bent((bytes) => bytes.writeUInt32LE(0x2001, header(0, 40))),
    ],
    [
      'program header 1 reaches past the end of the address space',
      bent((bytes) => bytes.writeBigUInt64LE(1n << 63n, header(1, 40))),
    ],
  ])('%s', (message, read) => {
    expect(read).toThrow(expect.objectContaining({ code: 'CF5003', message }));
  });

  test('a file that was cut anywhere is refused', () => {
    const base = makeBase();
    for (let size = 0; size < base.length; size++) {
      expect(() => readElf(base.subarray(0, size))).toThrow(expect.objectContaining({ name: 'ImageError' }));
    }
  });
});

test('readelf reads what is written, and has nothing to say about it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  try {
    const path = join(folder, 'image.elf');
    const plan = makePlan('LIMIT 10');
    writeFileSync(path, embed(readBase(makeBase()), plan));
    const { stdout, stderr, status } = spawnSync('readelf', ['-lnW', path], { encoding: 'utf8' });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    const size = `0x${plan.length.toString(16).padStart(6, '0')}`;
    expect(stdout).toContain(
      `LOAD           0x003000 0xffffffff80104000 0x0000000000104000 ${size} ${size} R   0x1000`,
    );
    expect(stdout).toMatch(/clickforge\s+0x00000040/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
