// Builds the simulator's module: the router core, the elements and the platform inside JavaScript, as WebAssembly.
// @ts-check
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileAll, isCurrent, listFiles, tool } from './clang.mjs';
import { root as checkout, runMain } from './run.mjs';

/** Where the module lands, below the checkout. */
export const SIMULATOR = 'dist/simulator/clickforge.wasm';

const CLASSES = 'generated/simulator-classes.c';
const STACK = 256 * 1024;

const SOURCES = [
  { folder: 'images/base/platform/wasm', deep: true },
  { folder: 'images/base/router', deep: false },
  { folder: 'elements', deep: true },
];

const INCLUDES = ['images/base/platform/wasm', 'images/base/router', 'generated/include', 'generated'];

const FLAGS = [
  ...['--target=wasm32', '-std=c17', '-O3', '-flto', '-Wall', '-Wextra', '-Werror', '-ffreestanding'],
  ...['-fno-strict-aliasing', '-fno-common', '-fno-ident', '-ffunction-sections', '-fdata-sections'],
  ...INCLUDES.map((folder) => `-I${folder}`),
  // Packets are counted at every port: see ports.c.
  '-DCLICKFORGE_COUNT',
  // Elements take new arguments while they run: see handler.h.
  '-DCLICKFORGE_LIVE',
];

// The stack lies in front of all else, so that running out of it is a fault and not another's data.
const LINK_FLAGS = [
  ...['--no-entry', '--gc-sections', '--strip-all', '--lto-O3', '-O2', '--fatal-warnings'],
  ...['--stack-first', '-z', `stack-size=${STACK}`],
];

/**
 * Makes `dist/simulator/clickforge.wasm` unless it is newer than all it is made of. The same tree gives the same
 * bytes wherever it lies. Throws EnvironmentFault when a tool is missing.
 * @param {string} root the checkout
 */
export async function buildWasm(root) {
  const sources = [...(await listFiles(root, SOURCES, ['.c'])), CLASSES];
  const headers = await listFiles(root, [...SOURCES, { folder: 'generated/include', deep: true }], ['.h']);
  const scripts = ['build-wasm.mjs', 'clang.mjs'].map((name) =>
    join(relative(checkout, dirname(fileURLToPath(import.meta.url))), name),
  );
  if (await isCurrent(root, SIMULATOR, [...sources, ...headers, ...scripts, 'package.json'])) return;
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  await mkdir(join(root, 'build'), { recursive: true });
  const work = await mkdtemp(join(root, 'build', 'wasm-'));
  try {
    const flags = [...FLAGS, `-DCLICKFORGE_VERSION="${version}"`];
    const objects = await compileAll(root, sources, flags, work);
    // Relative names: the link-time optimizer orders by them.
    const names = objects.map((object) => relative(work, object));
    await tool(work, 'wasm-ld-19', [...LINK_FLAGS, ...names, '-o', 'module']);
    await mkdir(dirname(join(root, SIMULATOR)), { recursive: true });
    await rename(join(work, 'module'), join(root, SIMULATOR));
  } finally {
    await rm(work, { recursive: true });
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(() => buildWasm(checkout));
}
