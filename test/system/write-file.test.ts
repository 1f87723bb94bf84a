import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { realSystem } from '../../src/system/real.ts';
import { writeFileAtomically } from '../../src/system/write-file.ts';
import { type MemoryOptions, memorySystem } from './memory-system.ts';

const bytes = new TextEncoder().encode('new');
const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });

function attempt(path: string, files: Record<string, string | null> = {}, options: MemoryOptions = {}) {
  const system = memorySystem({ '/vnf/old': 'old', ...files }, options);
  let error: unknown;
  try {
    writeFileAtomically(system, path, bytes);
  } catch (caught) {
    error = caught;
  }
  return { error, content: system.volume.toJSON(), system };
}

describe('a file is written whole or not at all', () => {
  test('a new file', () => {
    const { error, content } = attempt('/vnf/image');
    expect(error).toBeUndefined();
    expect(content).toEqual({ '/vnf/old': 'old', '/vnf/image': 'new' });
  });

  test('an old file is replaced and keeps its permission bits', () => {
    const system = memorySystem({ '/vnf/old': 'old' });
    system.volume.chmodSync('/vnf/old', 0o640);
    writeFileAtomically(system, '/vnf/old', bytes);
    expect(system.volume.toJSON()).toEqual({ '/vnf/old': 'new' });
    expect(system.volume.statSync('/vnf/old').mode & 0o7777).toBe(0o640);
  });

  test.each([
    [
      'the folder is missing',
      '/none/image',
      {},
      'CF7103',
      'cannot write /none/image: there is no folder /none',
    ],
    ['the target is a folder', '/vnf', {}, 'CF7105', 'cannot write /vnf: it is a folder'],
    ['the folder is read-only', '/vnf/image', { openSync: 'EACCES' }, 'CF7104', 'permission denied'],
    ['the old file is protected', '/vnf/old', { accessSync: 'EACCES' }, 'CF7104', 'permission denied'],
    ['the file system is read-only', '/vnf/image', { openSync: 'EROFS' }, 'CF7104', 'read-only'],
    ['the disk is full', '/vnf/old', { writeSync: 'ENOSPC' }, 'CF7106', 'no space is left'],
    ['the disk is full at last', '/vnf/old', { fsyncSync: 'ENOSPC' }, 'CF7106', 'no space is left'],
    ['renaming fails', '/vnf/old', { renameSync: 'EIO' }, 'CF7108', 'EIO'],
  ] as const)('%s', (_title, path, failing, code, message) => {
    const { error, content } = attempt(path, {}, { failing });
    expect(error).toMatchObject({ name: 'SystemError', code });
    expect((error as Error).message).toContain(message);
    expect((error as { hint: string }).hint).toBeTruthy();
    expect(content).toEqual({ '/vnf/old': 'old' });
  });

  test('what a killed run of the same number left is replaced', () => {
    const { content } = attempt('/vnf/image', { '/vnf/.clickforge-1234-image': 'half' });
    expect(content).toEqual({ '/vnf/old': 'old', '/vnf/image': 'new' });
  });

  test('what killed runs left beside it goes, what others write and what only looks like it stays', () => {
    const kept = {
      '/vnf/.clickforge-5-image': 'of one that runs',
      '/vnf/.clickforge-x-image': 'not ours',
      '/vnf/.clickforge-6-folder/file': 'a folder',
      '/vnf/sub/.clickforge-6-image': 'elsewhere',
    };
    const left = { '/vnf/.clickforge-6-image': 'half', '/vnf/.clickforge-6-other': '' };
    const { content } = attempt('/vnf/image', { ...kept, ...left }, { running: [5] });
    expect(content).toEqual({ ...kept, '/vnf/old': 'old', '/vnf/image': 'new' });
  });

  test('a folder that cannot be listed can be written to', () => {
    const { content } = attempt('/vnf/image', {}, { failing: { readdirSync: 'EACCES' } });
    expect(content).toEqual({ '/vnf/old': 'old', '/vnf/image': 'new' });
  });

  test('a short write is continued', () => {
    const system = memorySystem();
    const { writeSync } = system.files;
    const slow = ((descriptor: number, data: Uint8Array, at: number) =>
      writeSync(descriptor, data, at, 1)) as typeof writeSync;
    writeFileAtomically({ ...system, files: { ...system.files, writeSync: slow } }, '/vnf/image', bytes);
    expect(system.volume.toJSON()).toEqual({ '/vnf/image': 'new' });
  });

  test('it fails after some bytes: nothing stays', () => {
    const system = memorySystem({ '/vnf/old': 'old' });
    const { writeSync } = system.files;
    const filling = ((descriptor: number, data: Uint8Array, at: number) => {
      if (at > 0) throw full;
      return writeSync(descriptor, data, at, 1);
    }) as typeof writeSync;
    const broken = { ...system, files: { ...system.files, writeSync: filling } };
    expect(() => writeFileAtomically(broken, '/vnf/old', bytes)).toThrow('no space is left');
    expect(system.volume.toJSON()).toEqual({ '/vnf/old': 'old' });
  });
});

describe('on the real file system', () => {
  const folder = mkdtempSync(join(tmpdir(), 'write-file-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('what is written lies beside its target, though the path leads through a link and back', () => {
    const own = mkdtempSync(join(tmpdir(), 'write-file-'));
    onTestFinished(() => rmSync(own, { recursive: true }));
    mkdirSync(join(own, 'far', 'inside'), { recursive: true });
    symlinkSync('far/inside', join(own, 'through'));
    const system = realSystem();
    const opened: string[] = [];
    const openSync = ((path: string, flags: string, mode: number) => {
      opened.push(path);
      return system.files.openSync(path, flags, mode);
    }) as typeof system.files.openSync;
    const files = { ...system.files, openSync };
    writeFileAtomically({ ...system, files }, `${own}/through/../image`, bytes);
    expect(opened).toEqual([expect.stringMatching(/\/through\/\.\.\/\.clickforge-[0-9]+-image$/)]);
    expect(readFileSync(join(own, 'far', 'image'), 'utf8')).toBe('new');
    expect(readdirSync(own).sort()).toEqual(['far', 'through']);
  });

  test('a link keeps pointing to its file', () => {
    writeFileSync(join(folder, 'file'), 'old');
    symlinkSync('file', join(folder, 'link'));
    writeFileAtomically(realSystem(), join(folder, 'link'), bytes);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('new');
    expect(readdirSync(folder).sort()).toEqual(['file', 'link']);
  });

  test('a device is written into and stays a device', () => {
    writeFileAtomically(realSystem(), '/dev/null', bytes);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('a full device is told', () => {
    expect(() => writeFileAtomically(realSystem(), '/dev/full', bytes)).toThrow('no space is left');
  });
});
