import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const NOBODY = 65534;

const folder = mkdtempSync(join(tmpdir(), 'clickforge-disk-'));
const disk = join(folder, 'disk');
/** A copy, for the checkout may be where others may not look. */
const CLI = join(folder, 'dist', 'cli.js');
const isRoot = process.getuid?.() === 0;
let isMounted = false;

beforeAll(() => {
  cpSync(DIST, join(folder, 'dist'), { recursive: true });
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'vnf.click'), 'FromDevice(0) -> Queue -> ToDevice(1);\n');
  mkdirSync(disk);
  const size = ['-o', 'size=64k', 'none', disk];
  isMounted = isRoot && spawnSync('mount', ['-t', 'tmpfs', ...size]).status === 0;
});
afterAll(() => {
  if (isMounted) spawnSync('umount', [disk]);
  rmSync(folder, { recursive: true });
});

function build(output: string, user?: number) {
  const args = [CLI, 'build', 'vnf.click', '-o', output];
  const ids = user === undefined ? {} : { uid: user, gid: user };
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', ...ids });
}

describe.runIf(isRoot)('where an image cannot be written', () => {
  test('a disk that gets full keeps the old file and nothing else', (context) => {
    if (!isMounted) context.skip('there is no right to mount here');
    writeFileSync(join(disk, 'vnf.elf'), 'old');
    const { status, stderr } = build('disk/vnf.elf');
    expect({ status, stderr }).toEqual({ status: 3, stderr: expect.stringContaining('no space is left') });
    expect(readdirSync(disk)).toEqual(['vnf.elf']);
    expect(readFileSync(join(disk, 'vnf.elf'), 'utf8')).toBe('old');
  });

  test('a folder or a file without permission stays as it is', () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed);
    writeFileSync(join(closed, 'vnf.elf'), 'old');
    for (const output of ['closed/vnf.elf', 'closed/other.elf']) {
      const { status, stderr } = build(output, NOBODY);
      expect({ status, stderr }).toEqual({ status: 3, stderr: expect.stringContaining('permission denied') });
    }
    expect(readdirSync(closed)).toEqual(['vnf.elf']);
    expect(readFileSync(join(closed, 'vnf.elf'), 'utf8')).toBe('old');
  });
});
