// Tells how much of src/ the tests run, and how much of the guest's C the cases and fuzzers run: `npm run coverage`.
// What needs the hypervisor is left out: the figures are lower bounds.
// Further arguments go to vitest.
// @ts-check
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { buildNative, COUNTED } from './build-native.mjs';
import { bundle, COUNTED as COUNTED_BUNDLES } from './bundle.mjs';
import { EnvironmentFault, root, run, runMain } from './run.mjs';
import { ensurePackages } from './setup.mjs';

const FOLDER = join(root, 'build', 'coverage');
const PROFILES = join(FOLDER, 'profiles');
/** The command that tests start, and what its processes tell of themselves. */
const BUNDLES = join(root, COUNTED_BUNDLES.outdir, '/');
const PROCESSES = join(FOLDER, 'processes');

/** Percent. */
const TARGETS = { src: 95, c: 90 };

/** What boots Xen, looks for finds of its own, or is slow and runs what others run. */
const LEFT_OUT = [
  ...['test/xen/**', 'test/guest/faults.test.ts', 'test/fuzz/fuzz.test.ts', 'test/commands/sigkill.test.ts'],
  'test/differential/**',
];

/** The guest's code that runs outside of it. Xen's other half of it is tried on Xen, where nothing counts. */
const GUEST = /^(images\/base\/router|elements)\//;

/** A whole installation, but for what V8 compiled of it: that would not be counted. */
async function buildBundles() {
  await bundle(root, COUNTED_BUNDLES);
  for (const name of ['base', 'simulator']) {
    rmSync(join(BUNDLES, name), { force: true });
    symlinkSync(join(root, 'dist', name), join(BUNDLES, name));
  }
}

/** @param {string[]} further */
function countTypeScript(further) {
  const options = [
    ...['--coverage', '--coverage.provider=custom', '--coverage.include=src/**/*.ts'],
    ...['--coverage.customProviderModule=scripts/coverage-provider.mjs', '--coverage.reportOnFailure'],
    ...['--coverage.reporter=json-summary', '--coverage.reporter=json'],
    `--coverage.reportsDirectory=${join(FOLDER, 'src')}`,
    // What is counted takes longer.
    '--testTimeout=120000',
    ...LEFT_OUT.map((pattern) => `--exclude=${pattern}`),
  ];
  const env = {
    CLICKFORGE_DIST: BUNDLES,
    CLICKFORGE_PROCESSES: PROCESSES,
    CLICKFORGE_NATIVE: join(root, COUNTED.output),
    LLVM_PROFILE_FILE: join(PROFILES, 'case-%4m.profraw'),
  };
  const vitest = join(root, 'node_modules/.bin/vitest');
  const { code } = run(vitest, ['run', '--reporter=dot', ...options, ...further], { show: true, env });
  /** @type {{ total: Summary } & Record<string, Summary>} */
  const summary = JSON.parse(readFileSync(join(FOLDER, 'src', 'coverage-summary.json'), 'utf8'));
  const { total, ...files } = summary;
  const rows = Object.entries(files).map(([path, each]) => ({
    path: path.slice(root.length),
    ...shareOf(each),
  }));
  return { code, total: shareOf(total), rows };
}

/** @typedef {{ lines: { pct: number }, branches: { pct: number } }} Summary */
/** @param {Summary} summary */
const shareOf = ({ lines, branches }) => ({ lines: lines.pct, branches: branches.pct });

async function countC() {
  const { replayFuzzers } = await import('./fuzz.mjs');
  const flags = COUNTED.mode.slice(1);
  const programs = await replayFuzzers(`${COUNTED.output}.o`, flags, (name) => ({
    LLVM_PROFILE_FILE: join(PROFILES, `${name}.profraw`),
  }));
  const profiles = readdirSync(PROFILES).map((name) => join(PROFILES, name));
  const merged = join(FOLDER, 'c.profdata');
  tool('llvm-profdata-19', ['merge', '-sparse', ...profiles, '-o', merged]);
  const objects = [join(root, COUNTED.output), ...programs.flatMap((program) => ['-object', program])];
  const exported = tool('llvm-cov-19', ['export', '-summary-only', `-instr-profile=${merged}`, ...objects]);
  /** @type {{ data: { files: { filename: string, summary: Record<string, { count: number, covered: number }> }[] }[] }} */
  const { data } = JSON.parse(exported);
  const files = data[0].files.map(({ filename, summary }) => ({ path: filename.replace(root, ''), summary }));
  const rows = files.filter(({ path }) => GUEST.test(path));
  const percent = (/** @type {typeof rows} */ some, /** @type {string} */ kind) => {
    const sum = (/** @type {'count' | 'covered'} */ key) =>
      some.reduce((total, { summary }) => total + summary[kind][key], 0);
    return sum('count') === 0 ? 100 : (100 * sum('covered')) / sum('count');
  };
  const shares = (/** @type {typeof rows} */ some) => ({
    lines: percent(some, 'lines'),
    branches: percent(some, 'branches'),
  });
  return { total: shares(rows), rows: rows.map((row) => ({ path: row.path, ...shares([row]) })) };
}

/** @param {string} program @param {string[]} args */
function tool(program, args) {
  const { code, stdout, stderr } = run(program, args);
  if (code === 127) throw new EnvironmentFault(`missing program: ${program}`);
  if (code !== 0) throw new Error(`${program} failed:\n${stderr}`);
  return stdout;
}

/** @typedef {{ lines: number, branches: number }} Share */

/** @param {Share} share */
const least = ({ lines, branches }) => Math.min(lines, branches);

/** The whole, and the files that have most to gain. @param {string} name @param {Share} total @param {({ path: string } & Share)[]} rows @param {number} target */
function show(name, { lines, branches }, rows, target) {
  const figure = (/** @type {number} */ value) => `${value.toFixed(1).padStart(5)} %`;
  process.stdout.write(
    `\n${name}: lines ${figure(lines)}, branches ${figure(branches)} (target ${target} %)\n`,
  );
  const low = rows.filter((row) => least(row) < target);
  for (const row of low.sort((a, b) => a.lines + a.branches - b.lines - b.branches).slice(0, 25))
    process.stdout.write(`  ${figure(row.lines)} ${figure(row.branches)}  ${row.path}\n`);
}

async function coverage() {
  ensurePackages(['build', 'test']);
  await build();
  await buildNative(root);
  await buildNative(root, [COUNTED]);
  await buildBundles();
  for (const folder of [PROFILES, PROCESSES]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  const src = countTypeScript(process.argv.slice(2));
  const c = await countC();
  show('src', src.total, src.rows, TARGETS.src);
  show('C of the guest', c.total, c.rows, TARGETS.c);
  const isReached = least(src.total) >= TARGETS.src && least(c.total) >= TARGETS.c;
  return src.code || (isReached ? 0 : 1);
}

await runMain(coverage);
