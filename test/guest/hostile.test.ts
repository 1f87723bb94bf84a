import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const run = promisify(execFile);

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const XEN = 'images/base/platform/xen';
const ROUTER = 'images/base/router';

const FLAGS = [
  ...['-std=gnu17', '-g', '-O1', '-Wall', '-Wextra', '-Werror'],
  // Xen's rings and network headers are read where they lie: x86 has no alignment to keep.
  ...['-fsanitize=address,undefined', '-fno-sanitize=alignment', '-fno-sanitize-recover=all'],
  ...['-idirafter', '/usr/include', `-I${XEN}`, `-I${ROUTER}`],
];

/** Each program of `hostile/` with the parts of the guest that it tries, and how long. */
const PROGRAMS: [name: string, parts: string[], rounds: number][] = [
  [
    'rings',
    [
      ...['netfront-rx.c', 'netfront-tx.c', 'offload.c'].map((file) => `${XEN}/${file}`),
      ...['packet.c', 'checksum.c'].map((file) => `${ROUTER}/${file}`),
    ],
    5_000,
  ],
  ['xenbus', [`${XEN}/xenbus.c`], 300_000],
  ['console', [`${XEN}/console.c`, `${ROUTER}/text.c`], 60_000],
  ['command-line', [`${XEN}/command-line.c`, `${ROUTER}/parse.c`], 300_000],
  ['clock', [`${XEN}/time.c`], 20_000],
  ['offload', [`${XEN}/offload.c`, `${ROUTER}/checksum.c`], 1_000_000],
];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clickforge-hostile-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

it.each(PROGRAMS)(
  '%s withstand the other side',
  async (name, parts, rounds) => {
    const program = join(folder, name);
    await run('clang-19', [...FLAGS, `test/guest/hostile/${name}.c`, ...parts, '-o', program], { cwd: ROOT });
    const { stdout } = await run(program, ['1', `${rounds}`]);
    expect(stdout).toBe(`${rounds} rounds\n`);
  },
  120_000,
);
