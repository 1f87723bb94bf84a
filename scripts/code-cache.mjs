// Keeps what V8 compiles of dist/program.cjs while it builds the recipes and launches one, so that no later run has to
// compile it.
// @ts-check
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { playToolstack } from '../test/fixtures/play-toolstack.mjs';
import { run } from './run.mjs';

const BROKEN = 'a :: Queeu(1) -> Strip(x) -> [3] b :: Discard; Idle -> ToDevice(0) -> ;\n';

/**
 * Makes the cache for this version of V8 unless it is newer than the program. Needs dist/ with the base image.
 * @param {string} root the checkout
 */
export async function makeCodeCache(root) {
  const dist = join(root, 'dist');
  const target = cachePath(dist);
  if (existsSync(target) && statSync(target).mtimeMs > statSync(join(dist, 'program.cjs')).mtimeMs) return;
  const { code, stderr } = run(process.execPath, [fileURLToPath(import.meta.url), 'make', dist]);
  // Everything works without it, only slower.
  if (code !== 0) process.stderr.write(`no compiled code was kept in ${target}:\n${stderr}`);
}

/** @param {string} dist */
function cachePath(dist) {
  return join(dist, `program.v8-${process.versions.v8}`);
}

/** Runs in a process of its own, because the commands print and set the exit code. @param {string} dist */
async function make(dist) {
  // As in the launcher: V8 takes code that was made with its own flags only.
  setFlagsFromString('--no-lazy-feedback-allocation');
  setFlagsFromString('--regexp-tier-up-ticks=100');
  setFlagsFromString('--interrupt-budget=270336');
  setFlagsFromString('--semi-space-growth-factor=4');
  setFlagsFromString('--no-reset-interrupt-on-ic-update');
  setFlagsFromString('--no-regexp-peephole-optimization');
  setFlagsFromString('--baseline-batch-compilation-threshold=32768');
  const filename = join(dist, 'program.cjs');
  // As the launcher makes it: the cache is for this text.
  const source = `${readFileSync(filename, 'latin1')}\n`;
  const script = new Script(source, { filename });
  const module = { exports: /** @type {any} */ ({}) };
  script.runInThisContext()(module, createRequire(import.meta.url));
  // What is compiled further meanwhile would be worth less to a run that begins with it.
  const tiers = ['sparkplug', 'opt'];
  for (const tier of tiers) setFlagsFromString(`--no-${tier}`);
  await exercise(module.exports, dist);
  for (const tier of tiers) setFlagsFromString(`--${tier}`);
  const target = cachePath(dist);
  writeFileSync(`${target}.part`, script.createCachedData());
  renameSync(`${target}.part`, target);
  const { cachedDataRejected } = new Script(source, { filename, cachedData: readFileSync(target) });
  if (cachedDataRejected) throw new Error('V8 refuses the code that it has just made');
}

/** Uses what people use, on the recipes. @param {typeof import('../src/cli.ts')} program @param {string} dist */
async function exercise(program, dist) {
  const folder = mkdtempSync(join(tmpdir(), 'clickforge-code-'));
  try {
    const [broken, image] = ['broken.click', 'image.elf'].map((name) => join(folder, name));
    writeFileSync(broken, BROKEN);
    await command(program, dist, 1, ['check', broken]);
    for (const recipe of recipes(join(dist, '..', 'images'))) {
      await command(program, dist, 0, ['build', recipe, '-o', image, '--timing']);
    }
    await command(program, dist, 0, ['inspect', image]);
    await command(program, dist, 0, ['extract', image, '--json']);
    const bridges = Array.from({ length: 8 }, (_, index) => `br${index}`);
    const vifs = bridges.flatMap((bridge) => ['--vif', `bridge=${bridge}`]);
    await command(program, dist, 0, ['emit', 'xl', image, ...vifs, '--name', 'x', '--memory', '8']);
    Object.assign(process.env, playToolstack(folder, bridges));
    await command(program, dist, 0, ['launch', image, ...vifs]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The ready configurations: NAME/NAME.click. @param {string} images @returns {string[]} */
function recipes(images) {
  return readdirSync(images)
    .map((name) => join(images, name, `${name}.click`))
    .filter((path) => existsSync(path));
}

/** @param {typeof import('../src/cli.ts')} program @param {string} dist @param {number} expected @param {string[]} args */
async function command(program, dist, expected, args) {
  process.argv = [process.execPath, join(dist, 'cli.js'), ...args];
  await program.run(dist);
  if (process.exitCode !== expected) throw new Error(`${args.join(' ')} ended with ${process.exitCode}`);
  process.exitCode = 0;
}

if (process.argv[2] === 'make' && process.argv[3]) await make(process.argv[3]);
else if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await makeCodeCache(fileURLToPath(new URL('..', import.meta.url)));
}
