// Bundles src/ into dist/: the command line, as a small launcher and the program that it loads, and the two parsers
// that can be used alone.
//
// Node starts a CommonJS file sooner than a module, so dist/ is a folder of these, but for the parsers.
// @ts-check
import { copyFile, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const LAUNCHERS = { cli: 'src/launcher.ts', worker: 'src/worker.ts' };
const MODULES = {
  'click-config-parser': 'src/click-config-parser/index.ts',
  'xen-xl-config': 'src/xen-xl-config/index.ts',
};
const PROGRAM = { program: 'src/cli.ts' };
/** Packages that few commands need, each a file of its own that is loaded when one does. */
const APART = {
  '@hpcc-js/wasm-graphviz': 'graphviz',
  'vscode-languageserver/node.js': 'language-server',
  yaml: 'yaml',
  'fast-xml-parser': 'xml',
  'tar-stream': 'tar',
  fflate: 'zip',
};
/** What programs that read our output, and editors, may want. */
const SCHEMAS = ['src/reporters/diagnostics.schema.json', 'src/targets/vnf.schema.json'];
const OUTPUTS = [
  'package.json',
  ...SCHEMAS.map((path) => basename(path)),
  ...Object.keys(LAUNCHERS).map((name) => `${name}.js`),
  ...Object.keys(MODULES).map((name) => `${name}.mjs`),
  ...['program', ...Object.values(APART)].map((name) => `${name}.cjs`),
];

/** Where the bundles lie, below the checkout, and how esbuild writes them. */
const BUNDLES = { outdir: 'dist', options: { minifySyntax: true, minifyWhitespace: true } };

/** Tell where each part comes from; for `npm run coverage` alone. */
export const COUNTED = {
  outdir: 'build/coverage/dist',
  options: { sourcemap: /** @type {const} */ ('external') },
};

/** @param {string} root @param {typeof BUNDLES | typeof COUNTED} bundles @returns {import('esbuild').BuildOptions} */
const common = (root, { outdir, options }) => ({
  absWorkingDir: root,
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20',
  ...options,
  legalComments: 'none',
  logLevel: 'warning',
});

/**
 * Writes the bundles, unless they are newer than all that they are made from.
 * @param {string} root the checkout
 * @param {typeof BUNDLES | typeof COUNTED} [bundles] others than these
 */
export async function bundle(root, bundles = BUNDLES) {
  const dist = join(root, bundles.outdir);
  const made = await Promise.all(OUTPUTS.map((name) => modified(join(dist, name))));
  const sources = ['src', 'generated', 'package.json', 'scripts/bundle.mjs'].map((path) =>
    newest(join(root, path)),
  );
  if (Math.min(...made) > Math.max(...(await Promise.all(sources)))) return;
  const { build } = await import('esbuild');
  await mkdir(dist, { recursive: true });
  await writeFile(join(dist, 'package.json'), '{ "type": "commonjs" }\n');
  await build({ ...common(root, bundles), entryPoints: LAUNCHERS, format: 'cjs' });
  await build({
    ...common(root, bundles),
    entryPoints: MODULES,
    format: 'esm',
    outExtension: { '.js': '.mjs' },
  });
  await removeCode(dist);
  // One file of the kind that V8's code cache can be used for.
  const cjs = {
    ...common(root, bundles),
    format: /** @type {const} */ ('cjs'),
    outExtension: { '.js': '.cjs' },
  };
  const program = { ...cjs, banner: { js: '(function(module,require){' }, footer: { js: '})' } };
  const plugins = [apart, withoutPrograms];
  await build({ ...program, entryPoints: PROGRAM, plugins, supported: { 'dynamic-import': false } });
  const entryPoints = Object.entries(APART).map(([name, out]) => ({ in: name, out }));
  await build({ ...cjs, entryPoints });
  await Promise.all(SCHEMAS.map((path) => copyFile(join(root, path), join(dist, basename(path)))));
}

/** Leaves the packages of APART out and lets the program load their files. @type {import('esbuild').Plugin} */
const apart = {
  name: 'apart',
  setup({ onResolve }) {
    for (const [name, file] of Object.entries(APART))
      onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: `./${file}.cjs`, external: true }));
  },
};

/** Commander can make commands of other programs. None of ours is one, and what starts them takes long to load. */
/** @type {import("esbuild").Plugin} */
const withoutPrograms = {
  name: 'without-programs',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) => {
      return importer.includes('/node_modules/commander/') ? { path: 'none', namespace: 'none' } : undefined;
    });
    onLoad({ filter: /^none$/, namespace: 'none' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/**
 * What V8 compiled of an older program (code-cache.mjs) must go: V8 tells programs apart by their length alone.
 * @param {string} dist
 */
async function removeCode(dist) {
  const names = (await readdir(dist)).filter((name) => name.startsWith('program.v8-'));
  await Promise.all(names.map((name) => rm(join(dist, name))));
}

/** Time of the last change of a file or of anything below a folder. @param {string} path @returns {Promise<number>} */
async function newest(path) {
  const entries = await readdir(path, { recursive: true }).catch(() => []);
  return Math.max(
    await modified(path),
    ...(await Promise.all(entries.map((name) => modified(join(path, name))))),
  );
}

/** @param {string} path */
async function modified(path) {
  return stat(path).then(
    (info) => info.mtimeMs,
    () => 0,
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await bundle(fileURLToPath(new URL('..', import.meta.url)));
}
