// Runs the benchmarks (test/bench/*.mjs) one after the other; each prints what it measured beside its target.
// Arguments choose by name: `npm run bench -- build language`.
// @ts-check
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root, run, runMain } from './run.mjs';
import { ensurePackages } from './setup.mjs';

const FOLDER = join(root, 'test', 'bench');

/** @param {string[]} wanted @returns {string[]} file names */
function chosen(wanted) {
  const all = readdirSync(FOLDER).filter((name) => name.endsWith('.mjs'));
  return wanted.length === 0 ? all : all.filter((name) => wanted.includes(name.replace('.mjs', '')));
}

await runMain(async () => {
  ensurePackages(['build', 'demo', 'test']);
  await build();
  const codes = chosen(process.argv.slice(2)).map((name) => {
    process.stdout.write(`\n== ${name.replace('.mjs', '')}\n`);
    return run(process.execPath, [join(FOLDER, name)], { show: true }).code;
  });
  return Math.max(0, ...codes);
});
