import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SANITIZERS = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
/** `npm run coverage` has one that counts instead. */
const COUNTED = process.env.CLICKFORGE_NATIVE;

export interface CTest {
  /** Files that the test is given, by argument. */
  files?: Uint8Array[];
  args?: string[];
  /** Without sanitizers, which use the stack as they like. */
  plain?: boolean;
  linkFlags?: string[];
}

/** Compiles and runs one C test, which complains by its exit code; gives what it wrote. */
export async function runCTest(source: string, test: CTest = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clickforge-c-'));
  try {
    const program = join(folder, 'program');
    await execa('clang-19', [...compilerArgs(test), join(ROOT, 'test/images', source), '-o', program]);
    const files = await Promise.all(
      (test.files ?? []).map((bytes, i) => writeTo(folder, `file-${i}`, bytes)),
    );
    const [first, ...others] = files;
    const args = [...(first ? [first] : []), ...(test.args ?? []), ...others];
    const done = await execa(program, args, { reject: false, all: true });
    if (done.exitCode !== 0) throw new Error(`${source} failed:\n${done.all}`);
    return done.stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function compilerArgs({ plain, linkFlags = [] }: CTest): string[] {
  const usual = join(ROOT, `build/native/clickforge-run${plain ? '' : '-asan'}.o`);
  const isCounted = COUNTED !== undefined && !plain;
  const includes = ['images/base/router', 'images/base/platform/linux', 'generated/include'];
  return [
    ...['-std=gnu17', '-O1', '-g', '-Wall', '-Wextra', '-Werror', '-fuse-ld=lld-19'],
    ...(plain ? [] : isCounted ? ['-fprofile-instr-generate'] : SANITIZERS),
    ...includes.map((path) => `-I${join(ROOT, path)}`),
    ...linkFlags,
    isCounted ? `${COUNTED}.o` : usual,
  ];
}

async function writeTo(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}
