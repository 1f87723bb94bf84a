import { describe, expect, test } from 'vitest';
import { readFile, readLatin1 } from '../../src/system/read-file.ts';
import { realSystem } from '../../src/system/real.ts';
import { memorySystem } from './memory-system.ts';

describe('reading a file', () => {
  test('gives its bytes; an index into its text is a byte offset', () => {
    const system = memorySystem({ '/vnf/a': Buffer.from([0x63, 0xc3, 0xa8, 0xff, 0x00]) });
    expect([...readFile(system, '/vnf/a')]).toEqual([0x63, 0xc3, 0xa8, 0xff, 0x00]);
    expect(readLatin1(system, '/vnf/a')).toBe('c\xc3\xa8\xff\0');
  });

  test('a file longer than a buffer is read whole', () => {
    const content = 'x'.repeat(100_000);
    expect(readLatin1(memorySystem({ '/vnf/a': content }), '/vnf/a')).toBe(content);
    expect(readLatin1(memorySystem({}, { standardInput: content }), '-')).toBe(content);
  });

  test.each([
    ['/vnf/none', {}, 'CF7101', 'there is no such file'],
    ['/vnf', {}, 'CF7105', 'it is a folder'],
    ['/vnf/a', { openSync: 'EACCES' }, 'CF7102', 'permission denied'],
    ['/vnf/a', { readSync: 'EIO' }, 'CF7102', 'EIO'],
    ['/vnf/a', { openSync: 'ENOTDIR' }, 'CF7101', 'part of the path is not a folder'],
    ['/vnf/a', { readSync: 'EISDIR' }, 'CF7105', 'it is a folder'],
  ] as const)('%s with %o fails', (path, failing, code, message) => {
    const system = memorySystem({ '/vnf/a': 'a' }, { failing });
    expect(() => readFile(system, path)).toThrow(expect.objectContaining({ code }));
    expect(() => readFile(system, path)).toThrow(message);
  });

  test('what has nothing yet is waited for, and ends as some systems say', () => {
    const system = memorySystem({}, { standardInput: 'abc' });
    const { readSync } = system.files;
    const codes = ['EAGAIN', undefined, 'EOF'];
    const failing = ((...args: Parameters<typeof readSync>) => {
      const code = codes.shift();
      if (code !== undefined) throw Object.assign(new Error(code), { code });
      return readSync(...args);
    }) as typeof readSync;
    expect(readLatin1({ files: { ...system.files, readSync: failing } }, '-')).toBe('abc');
    expect(codes).toEqual([]);
  });

  test('an endless device is given up', () => {
    expect(() => readFile(realSystem(), '/dev/zero')).toThrow('larger than 64 MiB');
  });
});
