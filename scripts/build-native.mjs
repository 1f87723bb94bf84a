// Builds clickforge-run: the router core and the elements as a Linux program, plain and under sanitizers.
// @ts-check
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileAll, isCurrent, listFiles, tool } from './clang.mjs';
import { generateCatalog } from './generate/catalog.mjs';
import { root as checkout, runMain } from './run.mjs';

const CLASSES = 'generated/classes.c';

const SOURCES = [
  { folder: 'images/base/platform/linux', deep: false },
  { folder: 'images/base/router', deep: false },
  { folder: 'elements', deep: true },
];

const FLAGS = [
  ...['-std=gnu17', '-gdwarf-4', '-Wall', '-Wextra', '-Werror', '-fno-strict-aliasing'],
  ...['-Iimages/base/platform/linux', '-Iimages/base/router', '-Igenerated/include', '-Igenerated'],
];

/** The file with main(); all others also make up `OUTPUT.o`, which C tests are linked with. */
const MAIN = 'images/base/platform/linux/start.c';

/** The programs, below the checkout, and how each is compiled and linked. */
const PROGRAMS = [
  { output: 'build/native/clickforge-run', mode: ['-O2', '-flto'] },
  {
    output: 'build/native/clickforge-run-asan',
    // fuzzer-no-link: the fuzzers are linked with it too, and see which branches were taken.
    mode: [
      '-O1',
      '-fsanitize=address,undefined,fuzzer-no-link',
      // Nothing is learnt from what is compared: nearly half of the time went there.
      '-fno-sanitize-coverage=trace-cmp',
      '-fno-sanitize-recover=all',
      '-fno-omit-frame-pointer',
    ],
  },
];

/** Counts which of its code is run; for `npm run coverage` alone. */
export const COUNTED = {
  output: 'build/coverage/clickforge-run',
  mode: ['-O1', '-fprofile-instr-generate', '-fcoverage-mapping'],
};

/**
 * Makes `build/native/clickforge-run` and `build/native/clickforge-run-asan`, and beside each a `.o` of all but
 * main(), unless they are newer than all they are made of. Throws EnvironmentFault when a tool is missing.
 * @param {string} root the checkout
 * @param {{ output: string, mode: string[] }[]} [programs] others than these
 */
export async function buildNative(root, programs = PROGRAMS) {
  await generateCatalog(root);
  const sources = [...(await listFiles(root, SOURCES, ['.c'])), CLASSES];
  const headers = await listFiles(root, [...SOURCES, { folder: 'generated/include', deep: true }], ['.h']);
  const script = relative(checkout, fileURLToPath(import.meta.url));
  for (const program of programs)
    if (!(await isCurrent(root, program.output, [...sources, ...headers, script])))
      await buildProgram(root, program, sources);
}

/** @param {string} root @param {{ output: string, mode: string[] }} program @param {string[]} sources */
async function buildProgram(root, { output, mode }, sources) {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  await mkdir(join(root, dirname(output)), { recursive: true });
  const work = await mkdtemp(join(root, 'build', 'native-'));
  try {
    const flags = [...FLAGS, ...mode, `-DCLICKFORGE_VERSION="${version}"`];
    const objects = await compileAll(root, sources, flags, work);
    const library = objects.filter((_object, index) => sources[index] !== MAIN);
    await tool(root, 'ld.lld-19', ['-r', ...library, '-o', join(work, 'library')]);
    await tool(root, 'clang-19', [...mode, '-fuse-ld=lld-19', ...objects, '-o', join(work, 'program')]);
    await rename(join(work, 'library'), join(root, `${output}.o`));
    await rename(join(work, 'program'), join(root, output));
  } finally {
    await rm(work, { recursive: true });
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(() => buildNative(checkout));
}
