// Where the fuzzers keep what they learn, and their parts in TypeScript as this process can load them.
// @ts-check
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './run.mjs';

/** @param {string} name */
export const folderOf = (name) => join(root, 'build', 'fuzz', name);

/** @param {string} name */
export const keptCorpus = (name) => join(root, 'test', 'fuzz', 'corpus', `${name}.tgz`);

/** @param {string} path below the checkout */
export async function importTypeScript(path) {
  const { build: bundle } = await import('esbuild');
  // Others may run at the same time: each has its own, for as long as it takes to load it.
  const outfile = join(root, 'build', 'fuzz', `${path.replaceAll('/', '-')}.${process.pid}.mjs`);
  const modules = /** @type {const} */ ({ platform: 'node', format: 'esm', packages: 'external' });
  await bundle({ entryPoints: [join(root, path)], outfile, bundle: true, ...modules });
  return import(pathToFileURL(outfile).href).finally(() => rm(outfile));
}
