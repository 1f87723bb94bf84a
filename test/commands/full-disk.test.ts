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
import { writePcap } from '../elements/pcap.ts';

// Where a file cannot be written, the old one stays, there is nothing else, and the reason is told.

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const NOBODY = 65534;
const LONG = 60_000;

const folder = mkdtempSync(join(tmpdir(), 'clickforge-disk-'));
const disk = join(folder, 'disk');
const closed = join(folder, 'closed');
/** A copy, for the checkout may be where others may not look. */
const CLI = join(folder, 'dist', 'cli.js');
const isRoot = process.getuid?.() === 0;
let isMounted = false;

const VIFS = ['--vif', 'bridge=a', '--vif', 'bridge=b'];

/** Command lines that write one file, whose path follows. */
const COMMANDS = [
  ['build', 'vnf.click', '-o'],
  ['build', 'vnf.click', '--delivery', 'module', '-o'],
  ['build', 'vnf.click', '-o', '/dev/null', '--sbom'],
  ['build', 'vnf.click', '-o', '/dev/null', '--provenance'],
  ...['tar', 'oci', 'csar', 'osm'].map((kind) => ['bundle', 'vnf.elf', ...VIFS, '--as', kind, '-o']),
  ['emit', 'xl', 'vnf.elf', ...VIFS, '-o'],
  ['emit', 'libvirt', 'vnf.elf', ...VIFS, '-o'],
  ['extract', 'vnf.elf', '-o'],
  ['flatten', 'vnf.click', '-o'],
  ['graph', 'vnf.click', '--format', 'svg', '-o'],
  ['simulate', 'vnf.click', '--in', '0=in.pcap', '--graph'],
];

const named = COMMANDS.map((args) => [args.join(' '), args] as const);

beforeAll(() => {
  cpSync(DIST, join(folder, 'dist'), { recursive: true });
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'vnf.click'), 'FromDevice(0) -> Queue -> ToDevice(1);\n');
  writeFileSync(join(folder, 'in.pcap'), writePcap([{ time: 0n, bytes: new Uint8Array(60) }]));
  expect(clickforge(['build', 'vnf.click', '-o', 'vnf.elf'])).toMatchObject({ status: 0 });
  mkdirSync(disk);
  mkdirSync(closed);
  writeFileSync(join(closed, 'old'), 'old');
  isMounted = isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', disk]).status === 0;
  if (isMounted) fill();
});
afterAll(() => {
  if (isMounted) spawnSync('umount', [disk]);
  rmSync(folder, { recursive: true });
});

/** The old file, and one that leaves no room for another. */
function fill(): void {
  writeFileSync(join(disk, 'old'), 'old');
  try {
    writeFileSync(join(disk, 'full'), Buffer.alloc(1 << 20));
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  }
}

/** @param blocks most of a file, of 1,024 bytes */
function clickforge(args: readonly string[], { user, blocks }: { user?: number; blocks?: number } = {}) {
  const ids = user === undefined ? {} : { uid: user, gid: user };
  const limit = ['-c', `ulimit -f ${blocks}; exec "$@"`, 'bash'];
  const words = [process.execPath, CLI, ...args];
  const [program, ...rest] = blocks === undefined ? words : ['bash', ...limit, ...words];
  const { status, stderr } = spawnSync(program!, rest, { cwd: folder, encoding: 'utf8', ...ids });
  return { status, stderr };
}

const refusal = (reason: string) => ({ status: 3, stderr: expect.stringContaining(reason) });

describe.each(named)('%s', (_, args) => {
  test.runIf(isRoot)('a full disk', { timeout: LONG }, (context) => {
    if (!isMounted) context.skip('there is no right to mount here');
    expect(clickforge([...args, 'disk/old'])).toEqual(refusal('no space is left'));
    expect(readdirSync(disk)).toEqual(['full', 'old']);
    expect(readFileSync(join(disk, 'old'), 'utf8')).toBe('old');
  });

  test.runIf(isRoot)('a file and a folder without permission', { timeout: LONG }, () => {
    for (const output of ['closed/old', 'closed/other'])
      expect(clickforge([...args, output], { user: NOBODY })).toEqual(refusal('permission denied'));
    expect(readdirSync(closed)).toEqual(['old']);
    expect(readFileSync(join(closed, 'old'), 'utf8')).toBe('old');
  });
});

describe('a limit for files', () => {
  const large = named.filter(([name]) => /^build \S+ -o$|--as/.test(name));

  test.each(large)('%s', { timeout: LONG }, (_, args) => {
    const here = mkdtempSync(join(folder, 'limit-'));
    const output = join(here, 'old');
    writeFileSync(output, 'old');
    expect(clickforge([...args, output], { blocks: 40 })).toEqual(refusal('larger than a file may be here'));
    expect(readdirSync(here)).toEqual(['old']);
    expect(readFileSync(output, 'utf8')).toBe('old');
  });
});
