// Writes the captures beside each images/*/traffic/*.txt, which tells in words what comes in and what goes out.
// @ts-check
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root, runMain } from './run.mjs';

/** @returns {Promise<typeof import('../test/images/recipes.ts')>} */
async function load() {
  const folder = await mkdtemp(join(root, 'build', 'traffic-'));
  const outfile = join(folder, 'recipes.mjs');
  const define = {
    'import.meta.url': JSON.stringify(pathToFileURL(join(root, 'test/images/recipes.ts')).href),
  };
  const entryPoints = [join(root, 'test/images/recipes.ts')];
  const options = { bundle: true, packages: 'external', platform: 'node', format: 'esm', define };
  await build(/** @type {import('esbuild').BuildOptions} */ ({ ...options, entryPoints, outfile }));
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function traffic() {
  const { captures, recipes } = await load();
  for (const recipe of recipes()) {
    const files = new Map(recipe.cases.flatMap((each) => [...captures(each)]));
    const folder = join(recipe.folder, 'traffic');
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (name.endsWith('.pcap') && !files.has(path)) rmSync(path);
    }
    for (const [path, bytes] of files) writeFileSync(path, bytes);
    process.stdout.write(`${dirname(folder).slice(root.length)}: ${files.size} captures\n`);
  }
}

await runMain(traffic);
