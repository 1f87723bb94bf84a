// Builds the base image: the router core, the elements and the Xen platform as one ELF without a Plan.
// @ts-check
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { root as checkout, EnvironmentFault, runMain } from './run.mjs';

const execute = promisify(execFile);

const CLANG = 'clang-19';
const LINKER = 'ld.lld-19';
const OBJCOPY = 'llvm-objcopy-19';

/** Where the image lands, below the checkout. */
export const BASE_IMAGE = 'dist/base/clickforge-base.elf';

const XEN = 'images/base/platform/xen';
const LAYOUT = `${XEN}/image.lds`;

/** Folders of C sources, and whether their subfolders count. */
const SOURCES = [
  { folder: XEN, deep: false },
  { folder: 'images/base/router', deep: false },
  { folder: 'elements', deep: true },
];

const CLASSES = 'generated/classes.c';
const INCLUDES = ['images/base/router', 'generated/include', 'generated'];

const FLAGS = [
  ...['--target=x86_64-unknown-none-elf', '-std=c17', '-Wall', '-Wextra', '-Werror'],
  ...['-ffreestanding', '-fno-pic', '-mcmodel=kernel', '-mno-red-zone', '-mgeneral-regs-only'],
  ...['-fstack-protector-strong', '-fno-strict-aliasing', '-fno-common', '-fno-asynchronous-unwind-tables'],
  ...['-ffunction-sections', '-fdata-sections', '-fno-ident'],
  // Xen's public headers; behind the compiler's own, so that nothing of the host's C library takes their place.
  ...['-idirafter', '/usr/include'],
];

/**
 * Where packets pass: made fast, and optimized as one. All else runs at start or on request: made small, and kept
 * out of the optimizer's sight, so that it is not copied into the fast part.
 */
const FAST = [
  /^elements\//,
  /^images\/base\/router\/(bytes|checksum|decision|element|notifier|packet|ports|task|timer)\.c$/,
  new RegExp(`^${XEN}/(events|memory|netfront-rx|netfront-tx|offload|paging-pv|time)\\.c$`),
];

const LINK_FLAGS = [
  ...['-static', '--gc-sections', '--strip-all', '--build-id=none', '--no-undefined', '--fatal-warnings'],
  ...['--orphan-handling=error', '-z', 'max-page-size=4096', '-z', 'noexecstack', '--lto-O2'],
];

/**
 * @typedef {object} Image
 * @property {string} output where it lands, below the root
 * @property {string[]} [sources] C files besides the base image's, below the root
 * @property {string[]} [linkFlags]
 */

/**
 * Makes `dist/base/clickforge-base.elf` unless it is newer than all it is made of. The same tree gives the same
 * bytes wherever it lies. Throws EnvironmentFault when a tool is missing.
 * @param {string} root the checkout
 */
export async function buildBase(root) {
  const files = await listFiles(root);
  if (!(await isCurrent(root, BASE_IMAGE, files))) await buildImages(root, [{ output: BASE_IMAGE }]);
}

/**
 * Makes images that share all but a few files, as the guests are that tests make fail.
 * @param {string} root the checkout
 * @param {Image[]} images
 */
export async function buildImages(root, images) {
  const isSource = (/** @type {string} */ file) => /\.[cS]$/.test(file);
  const shared = (await listFiles(root)).filter(isSource);
  const defines = await readDefines(root);
  await mkdir(join(root, 'build'), { recursive: true });
  const work = await mkdtemp(join(root, 'build', 'base-'));
  try {
    const objects = await compileAll(root, shared, defines, work);
    for (const { output, sources = [], linkFlags = [] } of images) {
      const more = await compileAll(root, sources, defines, work);
      await link(root, [...objects, ...more], linkFlags, work);
      await mkdir(dirname(join(root, output)), { recursive: true });
      await rename(join(work, 'image'), join(root, output));
    }
  } finally {
    await rm(work, { recursive: true });
  }
}

/** @param {string} root @returns {Promise<string[]>} all inputs, sorted, relative to the root */
async function listFiles(root) {
  const files = [CLASSES, 'package.json', relative(checkout, fileURLToPath(import.meta.url))];
  for (const { folder, deep } of [...SOURCES, { folder: 'generated/include', deep: true }]) {
    const names = await readdir(join(root, folder), { recursive: deep });
    files.push(...names.filter((name) => /\.(c|h|S|lds)$/.test(name)).map((name) => join(folder, name)));
  }
  return files.sort();
}

/** @param {string} root @param {string} output @param {string[]} files */
async function isCurrent(root, output, files) {
  const made = await modified(join(root, output));
  const times = await Promise.all(files.map((file) => modified(join(root, file))));
  return times.every((time) => time < made);
}

/** @param {string} path */
async function modified(path) {
  return stat(path).then(
    (info) => info.mtimeMs,
    () => 0,
  );
}

/** The image's version and the hash of its element classes. @param {string} root */
async function readDefines(root) {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const abi = /element_abi = (0x[0-9a-f]+)ull;/.exec(await readFile(join(root, CLASSES), 'latin1'))?.[1];
  if (!abi) throw new Error(`${CLASSES} holds no element_abi`);
  return [`-DCLICKFORGE_VERSION="${version}"`, `-DELEMENT_ABI=${abi}ull`];
}

/**
 * @param {string} root @param {string[]} files @param {string[]} defines @param {string} work
 * @returns {Promise<string[]>} objects in the files' order
 */
async function compileAll(root, files, defines, work) {
  const objects = files.map((file) => join(work, `${file.replaceAll('/', '-')}.o`));
  const includes = INCLUDES.map((folder) => `-I${folder}`);
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < files.length; index = next++) {
      const [file, object] = [files[index], objects[index]];
      const mode = FAST.some((pattern) => pattern.test(file)) ? ['-O2', '-flto'] : ['-Oz'];
      await tool(root, CLANG, [...FLAGS, ...mode, ...defines, ...includes, '-c', file, '-o', object]);
    }
  };
  // All settle before a failure is told, so that nobody still writes where the caller cleans up.
  const results = await Promise.allSettled(Array.from({ length: availableParallelism() }, worker));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return objects;
}

/** @param {string} root @param {string[]} objects @param {string[]} flags @param {string} work */
async function link(root, objects, flags, work) {
  const linked = join(work, 'linked');
  // Relative names: the link-time optimizer orders by them.
  const names = objects.map((object) => relative(work, object));
  await tool(work, LINKER, [...LINK_FLAGS, ...flags, '-T', join(root, LAYOUT), ...names, '-o', linked]);
  await tool(root, OBJCOPY, ['--strip-sections', linked, join(work, 'image')]);
}

/** @param {string} cwd @param {string} program @param {string[]} args */
async function tool(cwd, program, args) {
  try {
    await execute(program, args, { cwd, maxBuffer: 1 << 26 });
  } catch (error) {
    const fault = /** @type {NodeJS.ErrnoException & { stderr?: string }} */ (error);
    if (fault.code === 'ENOENT') throw new EnvironmentFault(`missing program: ${program}`);
    throw new Error(`${program} failed:\n${fault.stderr ?? fault.message}`);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(() => buildBase(checkout));
}
