// Builds everything that is made rather than written: parsers, catalog, the command line, the base image, the simulator.
// @ts-check
import { root, runMain } from './run.mjs';
import { ensurePackages } from './setup.mjs';

/** Each step does nothing when its result is newer than what it is made from. */
export async function build() {
  ensurePackages(['build']);
  const { generateGrammars } = await import('./generate/grammars.mjs');
  const { generateCatalog } = await import('./generate/catalog.mjs');
  const { generateValidators } = await import('./generate/validators.mjs');
  const { bundle } = await import('./bundle.mjs');
  const { buildBase } = await import('./build-base.mjs');
  const { buildWasm } = await import('./build-wasm.mjs');
  const { makeCodeCache } = await import('./code-cache.mjs');
  await generateGrammars(root);
  await generateCatalog(root);
  await generateValidators(root);
  await Promise.all([bundle(root), buildBase(root), buildWasm(root)]);
  await makeCodeCache(root);
}

if (process.argv[1] === new URL(import.meta.url).pathname) await runMain(build);
