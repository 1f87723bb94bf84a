// Fuzzers of the C code under libFuzzer and the sanitizers, and of all that reads files and answers in TypeScript:
// `npm run fuzz [-- --seconds N] [--until N] [NAME...]`. Each starts from its kept corpus (test/fuzz/corpus/NAME.tgz) and goes on in build/fuzz/NAME/corpus; what it finds
// lies in build/fuzz/NAME/finds. Without --seconds each runs for an hour, with --until no longer than until its runs had so many
// executions in all. --keep makes what was learnt the kept corpus. How many
// executions there were in all runs is in build/fuzz/NAME/executions; --totals shows it and runs nothing.
// @ts-check
import { spawn } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { buildNative } from './build-native.mjs';
import { tool } from './clang.mjs';
import { packFolder, unpackFolder } from './fuzz-corpus.mjs';
import { folderOf, importTypeScript, keptCorpus } from './fuzz-folders.mjs';
import { fuzzReader, readers } from './fuzz-reader.mjs';
import { countExecutions, executionsSoFar } from './fuzz-totals.mjs';
import { root, runMain } from './run.mjs';
import { ensurePackages } from './setup.mjs';

const LANGUAGE = [
  ...['-std=gnu17', '-g', '-O2', '-Wall', '-Wextra', '-Werror', '-fuse-ld=lld-19'],
  ...['-Iimages/base/router', '-Iimages/base/platform/linux', '-Igenerated/include', '-Itest/fuzz'],
];

const FLAGS = [...LANGUAGE, '-fsanitize=fuzzer,address,undefined', '-fno-sanitize-recover=all'];

/** What the fuzzers have of their own: the process is theirs, and so is its memory. */
const WRAPPED = [
  ...['save', 'answer', 'buffer', 'memory', 'memory_left'].map((name) => `platform_${name}`),
  'memory_limit',
];

/** All of the native build but main(). */
const ROUTER = [
  ...WRAPPED.map((name) => `-Wl,--wrap=${name}`),
  'test/fuzz/arena.c',
  'build/native/clickforge-run-asan.o',
];

const XEN = 'images/base/platform/xen';

/** Their inputs are seeds of a random backend: nothing is learnt from what is compared, and half of the time went there. */
const UNCOMPARED = ['-fno-sanitize-coverage=trace-cmp'];

/** Xen's headers behind the compiler's own. Its rings are read where they lie: x86 has no alignment to keep. */
const GUEST = [
  '-DFUZZER',
  '-fno-sanitize=alignment',
  ...UNCOMPARED,
  '-idirafter',
  '/usr/include',
  `-I${XEN}`,
];

/** @type {Record<string, { args: string[], longest: number }>} by name: compiler arguments, bytes of an input */
const FUZZERS = {
  plan: { args: ['test/fuzz/plan.c', ...ROUTER], longest: 16_384 },
  elements: { args: ['test/fuzz/elements.c', 'test/fuzz/traffic.c', ...ROUTER], longest: 4_096 },
  decision: { args: ['test/fuzz/decision.c', 'images/base/router/decision.c'], longest: 4_096 },
  rings: {
    args: [
      ...GUEST,
      'test/guest/hostile/rings.c',
      ...['netfront-rx.c', 'netfront-tx.c', 'offload.c'].map((file) => `${XEN}/${file}`),
      ...['packet.c', 'checksum.c'].map((file) => `images/base/router/${file}`),
    ],
    longest: 4_096,
  },
  offload: {
    args: [...GUEST, 'test/guest/hostile/offload.c', `${XEN}/offload.c`, 'images/base/router/checksum.c'],
    longest: 2_048,
  },
};

/** Bytes of the longest input that is kept. */
const KEPT_LONGEST = 600;

/** Seconds beyond which an input is a find, on a machine that has other things to do. */
const TIMEOUT = 25;

export const fuzzerNames = Object.keys(FUZZERS);

/**
 * Makes the fuzzers another way and runs each once over all inputs that are there.
 * @param {string} library what stands for the native build without main()
 * @param {string[]} flags @param {(name: string) => Record<string, string>} environment
 * @returns {Promise<string[]>} the programs
 */
export async function replayFuzzers(library, flags, environment) {
  await buildFuzzers();
  const programs = [];
  for (const name of fuzzerNames) {
    const folder = folderOf(name);
    const program = join(folder, 'counted');
    const args = FUZZERS[name].args.map((each) => (each.endsWith('clickforge-run-asan.o') ? library : each));
    await tool(root, 'clang-19', [...LANGUAGE, ...flags, '-fsanitize=fuzzer', ...args, '-o', program]);
    const inputs = ['corpus', 'kept', 'seeds'].map((sub) => join(folder, sub));
    await runProgram(name, ['-runs=0', '-close_fd_mask=1', ...inputs], program, environment(name));
    programs.push(program);
  }
  return programs;
}

/** Makes fuzzers, all if none is named, and the Plans that some of them start from. Wants the native build to be there. */
export async function buildFuzzers(names = fuzzerNames) {
  for (const name of names) {
    const folder = folderOf(name);
    for (const sub of ['finds', 'corpus', 'seeds']) await mkdir(join(folder, sub), { recursive: true });
    await unpackFolder(keptCorpus(name), join(folder, 'kept'));
    await tool(root, 'clang-19', [...FLAGS, ...FUZZERS[name].args, '-o', join(folder, 'fuzzer')]);
  }
  if (names.some((name) => PLANNED.includes(name))) await writePlans();
}

/** Those that start from compiled configurations. */
const PLANNED = ['plan', 'elements', 'decision'];

async function writePlans() {
  /** @type {typeof import('../test/fuzz/plans.ts')} */
  const { casePlans, packPlans, programs } = await importTypeScript('test/fuzz/plans.ts');
  const plans = casePlans(join(root, 'test', 'elements'));
  await writeFile(join(folderOf('elements'), 'plans'), packPlans(plans));
  await writeSeeds(
    'plan',
    plans.map(({ plan }) => plan),
  );
  await writeSeeds('decision', programs());
}

/** @param {string} name @param {Uint8Array[]} seeds */
async function writeSeeds(name, seeds) {
  await mkdir(join(folderOf(name), 'seeds'), { recursive: true });
  for (const [index, seed] of seeds.entries())
    await writeFile(join(folderOf(name), 'seeds', `${index}`), seed);
}

/** @typedef {{ seconds: number, executions?: number }} Extent of a run: it ends with what comes first */

/**
 * Runs one fuzzer.
 * @param {string} name
 * @param {Extent} extent
 * @returns {Promise<{ code: number, executions: number, total: number, edges: number, finds: string[], log: string }>}
 *   code 0: nothing found; total: executions of all its runs; edges: of the program that were seen; finds: files that show a fault, made now or before
 */
export async function runFuzzer(name, { seconds, executions: most = -1 }) {
  const folder = folderOf(name);
  const args = [
    ...[`-max_total_time=${seconds}`, `-runs=${most}`, `-max_len=${FUZZERS[name].longest}`],
    ...[`-timeout=${TIMEOUT}`, '-close_fd_mask=1'],
    ...['-print_final_stats=1', '-rss_limit_mb=2048', `-artifact_prefix=${folder}/finds/`],
    ...['corpus', 'kept', 'seeds'].map((sub) => join(folder, sub)),
  ];
  const { code, log } = await runProgram(name, args);
  const last = (/** @type {RegExp} */ pattern) => Number([...log.matchAll(pattern)].at(-1)?.[1] ?? 0);
  const executions = last(/number_of_executed_units: (\d+)/g);
  return {
    code,
    executions,
    total: await countExecutions(folder, executions),
    edges: last(/ cov: (\d+)/g),
    finds: (await readdir(join(folder, 'finds'))).map((file) => join(folder, 'finds', file)),
    log,
  };
}

/**
 * Makes the smallest set of inputs that takes the same branches as all that are there, and keeps it.
 * @param {string} name
 */
async function keepCorpus(name) {
  const folder = folderOf(name);
  const least = join(folder, 'least');
  await rm(least, { recursive: true, force: true });
  await mkdir(least);
  const from = ['corpus', 'kept'].map((sub) => join(folder, sub));
  await runProgram(name, ['-merge=1', `-max_len=${KEPT_LONGEST}`, '-close_fd_mask=1', least, ...from]);
  await packFolder(least, keptCorpus(name));
}

/**
 * @param {string} name @param {string[]} args @param {string} [program] @param {Record<string, string>} [more] environment
 * @returns {Promise<{ code: number, log: string }>}
 */
function runProgram(name, args, program = join(folderOf(name), 'fuzzer'), more = {}) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...more, CLICKFORGE_PLANS: join(folderOf(name), 'plans') };
    const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    const chunks = /** @type {Buffer[]} */ ([]);
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, log: Buffer.concat(chunks).toString('latin1') }));
  });
}

/** @param {string} name @param {Extent} extent @param {boolean} keep */
async function fuzzProgram(name, extent, keep) {
  const { code, executions, total, edges, finds, log } = await runFuzzer(name, extent);
  const count = `${executions} executions (${total} in all)`;
  process.stdout.write(`${name.padEnd(10)} ${count}, ${edges} edges, ${finds.length} finds\n`);
  if (code !== 0) process.stdout.write(`${log.slice(-6000)}\n`);
  if (keep) await keepCorpus(name);
  return code === 0 ? 0 : 1;
}

/** @param {string[]} names */
async function showTotals(names) {
  for (const name of names) {
    const total = await executionsSoFar(folderOf(name));
    process.stdout.write(`${name.padEnd(10)} ${total} executions in all\n`);
  }
  return 0;
}

async function main() {
  const { values, positionals } = parseArgs({
    options: {
      seconds: { type: 'string', default: '3600' },
      until: { type: 'string', default: 'Infinity' },
      keep: { type: 'boolean', default: false },
      totals: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  ensurePackages(['build', 'test']);
  await build();
  const { readerNames } = await readers();
  const names = positionals.length > 0 ? positionals : [...fuzzerNames, ...readerNames];
  if (values.totals) return showTotals(names);
  const programs = names.filter((name) => fuzzerNames.includes(name));
  if (programs.length > 0) {
    await buildNative(root);
    await buildFuzzers(programs);
  }
  let worst = 0;
  for (const name of names) {
    const left = Number(values.until) - (await executionsSoFar(folderOf(name)));
    if (left <= 0) continue;
    const fuzz = readerNames.includes(name) ? fuzzReader : fuzzProgram;
    const executions = left === Infinity ? {} : { executions: left };
    worst = Math.max(
      worst,
      await fuzz(name, { seconds: Number(values.seconds), ...executions }, values.keep),
    );
  }
  return worst;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runMain(main);
