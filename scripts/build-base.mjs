// Builds the base image: the router core, the elements and the Xen platform as one ELF without a Plan.
// @ts-check
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileAll, isCurrent, listFiles, tool } from './clang.mjs';
import { root as checkout, runMain } from './run.mjs';

const LINKER = 'ld.lld-19';
const OBJCOPY = 'llvm-objcopy-19';

/** Where the image lands, below the checkout. */
export const BASE_IMAGE = 'dist/base/clickforge-base.elf';

/** The same with sections and the names of functions, for whoever reads its code. */
export const BASE_SYMBOLS = 'build/clickforge-base.elf';

const XEN = 'images/base/platform/xen';
const LAYOUT = `${XEN}/image.lds`;
const CLASSES = 'generated/image-classes.c';

const FOLDERS = [
  { folder: XEN, deep: false },
  { folder: 'images/base/router', deep: false },
  { folder: 'elements', deep: true },
];

const FLAGS = [
  ...['--target=x86_64-unknown-none-elf', '-std=c17', '-Wall', '-Wextra', '-Werror'],
  ...['-ffreestanding', '-fno-pic', '-mcmodel=kernel', '-mno-red-zone', '-mgeneral-regs-only'],
  ...['-fstack-protector-strong', '-fno-strict-aliasing', '-fno-common', '-fno-asynchronous-unwind-tables'],
  ...['-ffunction-sections', '-fdata-sections', '-fno-ident', '-DCLICKFORGE_PACKED'],
  ...['-Iimages/base/router', '-Igenerated/include', '-Igenerated'],
  // Xen's public headers; behind the compiler's own, so that nothing of the host's C library takes their place.
  ...['-idirafter', '/usr/include'],
];

/**
 * How each file is compiled; the first pattern that matches counts. Where packets pass is optimized as one. All
 * else runs at start or on request, and is kept out of that, so that it is not copied into the fast part.
 * @type {{ files: RegExp, flags: string[] }[]}
 */
const MODES = [
  // Packs the tables of all classes: see packed.h.
  { files: /classes\.c$/, flags: ['-Oz', '-flto'] },
  // Where most packets of most configurations pass: as fast as with -O2, and a sixth smaller.
  {
    files: new RegExp(
      `/(${[
        ...['ARPQuerier', 'CheckIPHeader', 'Classifier', 'Counter', 'DecIPTTL', 'Discard', 'DropBroadcasts'],
        ...['EtherEncap', 'FixIPSrc', 'FromDevice', 'GetIPAddress', 'IPClassifier', 'IPFilter', 'IPRewriter'],
        ...[
          'Null',
          'Paint',
          'PaintTee',
          'Queue',
          'RadixIPLookup',
          'StaticIPLookup',
          'Strip',
          'Switch',
          'Tee',
        ],
        ...[
          'ToDevice',
          'Unqueue',
          'arp-table',
          'flow-table',
          'ip-check',
          'packet-queue',
          'port-rewriter',
          'route-table',
        ],
      ].join('|')})\\.c$`,
    ),
    flags: ['-Os', '-flto'],
  },
  { files: /^elements\//, flags: ['-Oz', '-flto'] },
  // Every page passes here, but once.
  { files: new RegExp(`^${XEN}/paging-pv\\.c$`), flags: ['-Os', '-flto'] },
  {
    files: /^images\/base\/router\/(bytes|checksum|decision|element|notifier|packet|ports|task|timer)\.c$/,
    flags: ['-O2', '-flto'],
  },
  {
    files: new RegExp(`^${XEN}/(events|memory|netfront-rx|netfront-tx|offload|time)\\.c$`),
    flags: ['-O2', '-flto'],
  },
  { files: /./, flags: ['-Oz'] },
];

// Equal functions and equal data are one: neither may be told apart by its address.
const LINK_FLAGS = [
  ...['-static', '--gc-sections', '--build-id=none', '--no-undefined', '--fatal-warnings'],
  ...['--orphan-handling=error', '-z', 'max-page-size=4096', '-z', 'noexecstack', '--lto-O2', '-O2'],
  ...['--icf=all', '--ignore-data-address-equality'],
];

/**
 * @typedef {object} Image
 * @property {string} output where it lands, below the root
 * @property {string} [symbols] where it lands with its symbols, below the root
 * @property {string[]} [sources] C files besides the base image's, below the root
 * @property {string} [classes] instead of the table of all classes, below the root; no Plan fits such an image
 * @property {string[]} [linkFlags]
 */

/**
 * Makes `dist/base/clickforge-base.elf` unless it is newer than all it is made of. The same tree gives the same
 * bytes wherever it lies. Throws EnvironmentFault when a tool is missing.
 * @param {string} root the checkout
 */
export async function buildBase(root) {
  const scripts = ['build-base.mjs', 'clang.mjs'].map((name) =>
    relative(checkout, fileURLToPath(new URL(name, import.meta.url))),
  );
  const headers = await listFiles(
    root,
    [...FOLDERS, { folder: 'generated/include', deep: true }],
    ['.h', '.lds'],
  );
  const inputs = [...(await listSources(root)), CLASSES, ...headers, ...scripts, 'package.json'];
  const current = [BASE_SYMBOLS, BASE_IMAGE].map((output) => isCurrent(root, output, inputs));
  if ((await Promise.all(current)).includes(false))
    await buildImages(root, [{ output: BASE_IMAGE, symbols: BASE_SYMBOLS }]);
}

/**
 * Makes images that share all but a few files, as the guests are that tests make fail.
 * @param {string} root the checkout
 * @param {Image[]} images
 */
export async function buildImages(root, images) {
  const flags = [...FLAGS, ...(await readDefines(root))];
  const shared = await listSources(root);
  await mkdir(join(root, 'build'), { recursive: true });
  const work = await mkdtemp(join(root, 'build', 'base-'));
  try {
    const objects = await compile(root, shared, flags, work);
    for (const { output, symbols, sources = [], classes = CLASSES, linkFlags = [] } of images) {
      const more = await compile(root, [classes, ...sources], flags, work);
      await link(root, [...objects, ...more], linkFlags, work);
      if (symbols) await rename(join(work, 'linked'), join(root, symbols));
      await mkdir(dirname(join(root, output)), { recursive: true });
      await rename(join(work, 'image'), join(root, output));
    }
  } finally {
    await rm(work, { recursive: true });
  }
}

/** @param {string} root */
async function listSources(root) {
  return listFiles(root, FOLDERS, ['.c', '.S']);
}

/** The image's version and the hash of its element classes. @param {string} root */
async function readDefines(root) {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const abi = /element_abi = (0x[0-9a-f]+)ull;/.exec(await readFile(join(root, CLASSES), 'latin1'))?.[1];
  if (!abi) throw new Error(`${CLASSES} holds no element_abi`);
  return [`-DCLICKFORGE_VERSION="${version}"`, `-DELEMENT_ABI=${abi}ull`];
}

/** @param {string} root @param {string[]} files @param {string[]} flags @param {string} work */
async function compile(root, files, flags, work) {
  const objects = [];
  for (const mode of MODES) {
    const own = files.filter((file) => MODES.find(({ files }) => files.test(file)) === mode);
    objects.push(...(await compileAll(root, own, [...flags, ...mode.flags], work)));
  }
  return objects;
}

/** @param {string} root @param {string[]} objects @param {string[]} flags @param {string} work */
async function link(root, objects, flags, work) {
  const linked = join(work, 'linked');
  // Relative names: the link-time optimizer orders by them.
  const names = objects.map((object) => relative(work, object));
  await tool(work, LINKER, [...LINK_FLAGS, ...flags, '-T', join(root, LAYOUT), ...names, '-o', linked]);
  await tool(root, OBJCOPY, ['--strip-all', '--strip-sections', linked, join(work, 'image')]);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(() => buildBase(checkout));
}
