import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { argumentsHeader, classesSource, elementHeader, packedClassesSource } from './headers.mjs';
import { ABI_TYPES, abiModule, CATALOG_TYPES, catalogModule } from './modules.mjs';
import { findElements, readSpecs } from './specs.mjs';

/**
 * Makes from `elements/**` what compilers and checkers read, under `generated/`: `catalog.js`, `abi.js`,
 * `classes.c` and `image-classes.c`, `include/arguments.h`, `include/elements/<Class>.h`. Does nothing when no input changed; leaves
 * files alone whose content stays the same.
 */
export async function generateCatalog(root) {
  const elements = await findElements(root);
  const stamp = join(root, 'generated', 'catalog.stamp');
  const state = await inputState(root, elements);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === state) return;
  const outputs = render(await readSpecs(root, elements), await planVersion(root), await formats(root));
  for (const [path, content] of outputs) await writeIfChanged(join(root, 'generated', path), content);
  await removeStale(join(root, 'generated', 'include', 'elements'), outputs);
  await writeFile(stamp, state);
}

function render(specs, version, formats) {
  const runtime = specs.filter((spec) => spec.runtime);
  const simulator = specs.filter((spec) => spec.simulator);
  const { module, hash } = abiModule(runtime, simulator, version, formats);
  return new Map([
    ['catalog.js', catalogModule(specs)],
    ['catalog.d.ts', CATALOG_TYPES],
    ['abi.js', module],
    ['abi.d.ts', ABI_TYPES],
    ['classes.c', classesSource(runtime, hash)],
    ['image-classes.c', packedClassesSource(runtime, hash)],
    ['simulator-classes.c', classesSource([...runtime, ...simulator], hash)],
    ['include/arguments.h', argumentsHeader()],
    ...[...runtime, ...simulator].map((spec) => [`include/elements/${spec.class}.h`, elementHeader(spec)]),
  ]);
}

/** Name, time and size of every input; a change of this text means that something must be made again. */
async function inputState(root, elements) {
  const here = dirname(fileURLToPath(import.meta.url));
  const generators = ['catalog.mjs', 'headers.mjs', 'modules.mjs', 'specs.mjs', 'types.mjs'];
  const inputs = [
    ...generators.map((file) => join(here, file)),
    join(root, 'elements', 'element.schema.json'),
    planHeader(root),
    ...formatHeaders(root),
    ...elements.map(({ path }) => path),
  ];
  const lines = await Promise.all(
    inputs.map(async (path) => {
      const { mtimeMs, size } = await stat(path);
      return `${path} ${mtimeMs} ${size}\n`;
    }),
  );
  const made = ['runtime', 'simulator'].map((kind) => {
    const names = elements.filter((element) => element[kind]).map((element) => element.class);
    return `${kind}: ${names.join(' ')}\n`;
  });
  return `${lines.join('')}${made.join('')}`;
}

async function planVersion(root) {
  const found = /#define PLAN_VERSION (\d+)u/.exec(await readFile(planHeader(root), 'utf8'));
  if (!found) throw new Error(`${planHeader(root)}: PLAN_VERSION not found`);
  return Number(found[1]);
}

/**
 * What else of a Plan host and guest must agree on: the programs of filters and scripts. Part of the hash, so that a
 * base image that knows fewer kinds of nodes says that it is another one, not that the Plan is damaged.
 */
async function formats(root) {
  const headers = await Promise.all(formatHeaders(root).map((path) => readFile(path, 'utf8')));
  return headers.map((text) => {
    const code = text.replace(/\/\*.*?\*\//gs, '');
    const definitions =
      code.match(/^#define [^\n]*|^(?:enum|struct)\b[^;{]*\{(?:[^\n]*\};$|.*?^\};)/gms) ?? [];
    return definitions.map((definition) => definition.replace(/\s+/g, ' '));
  });
}

function formatHeaders(root) {
  const [decision, script] = ['images/base/router/decision.h', 'elements/standard/script/script.h'];
  return [join(root, decision), join(root, script)];
}

function planHeader(root) {
  return join(root, 'images', 'base', 'router', 'plan.h');
}

async function writeIfChanged(path, content) {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === content) return;
  await mkdir(dirname(path), { recursive: true });
  // Others may be reading it.
  await writeFile(`${path}.${process.pid}`, content);
  await rename(`${path}.${process.pid}`, path);
}

async function removeStale(folder, outputs) {
  const files = await readdir(folder).catch(() => []);
  const stale = files.filter((file) => !outputs.has(`include/elements/${file}`));
  await Promise.all(stale.map((file) => rm(join(folder, file))));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await generateCatalog(fileURLToPath(new URL('../../', import.meta.url)));
}
