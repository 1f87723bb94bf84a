// `clickforge build` of many configurations in one process, beside its targets: 1,000 different ones, variants of the
// firewall, in 10 s; what is left of them on the heap; and once more with a cache, which builds nothing.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import { root, run } from '../../scripts/run.mjs';

const COUNT = 1000;
const TARGET_MS = 10_000;
/** By then all code that builds has been compiled. */
const WARM = 300;
/** Bytes that are left of a build: of code that V8 compiles later, and not of configurations, which have 2,400. */
const TARGET_LEFT = 2000;
const DIST = join(root, 'dist');
const FIREWALL = readFileSync(join(root, 'images', 'firewall', 'firewall.click'), 'latin1');

/** Tells what the process used of the machine, on standard error. */
const USAGE = `data:text/javascript,${encodeURIComponent(`import { isMainThread } from 'node:worker_threads';
  const tell = () => process.stderr.write(JSON.stringify(process.resourceUsage()));
  if (isMainThread) process.on('exit', tell);`)}`;

/** Another address and another rule in each. */
function variant(number) {
  const byte = number & 255;
  const rule = `allow src net 10.${number >> 8}.${byte}.0/24 && dst udp port ${1024 + number}`;
  return FIREWALL.replace('10.0.0.254', `10.1.${number >> 8}.${byte}`).replace(
    '1 all);',
    `${rule},\n  1 all);`,
  );
}

function build(folder, ...more) {
  const args = ['--import', USAGE, join(DIST, 'cli.js'), 'build', folder, '-o', `${folder}-out/`];
  const begin = performance.now();
  const { code, stdout, stderr } = run(process.execPath, [...args, '--json', ...more]);
  const milliseconds = performance.now() - begin;
  if (code !== 0) throw new Error(stderr.slice(0, 500));
  const { images, unchanged } = JSON.parse(stdout);
  const digests = new Set(images.map(({ digest }) => digest));
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(stderr);
  const used = { peak: maxRSS / 1024, processor: (userCPUTime + systemCPUTime) / 1000 };
  return { milliseconds, ...used, images: digests.size, unchanged };
}

/** One build after the other in this process; prints how many bytes each left behind. */
async function buildHere(inputs) {
  const source = readFileSync(join(DIST, 'program.cjs'), 'latin1');
  const program = { exports: {} };
  runInThisContext(source)(program, createRequire(import.meta.url));
  const { run: clickforge } = program.exports;
  let before = 0;
  for (let i = 0; i < COUNT; i++) {
    process.argv.splice(2, Number.POSITIVE_INFINITY, 'build', join(inputs, `vnf${i}.click`), '-q');
    await clickforge(`${DIST}/`);
    if (i !== WARM && i !== COUNT - 1) continue;
    // The second one frees what the first has found to be unused outside of the heap.
    for (let j = 0; j < 2; j++) {
      globalThis.gc();
      await setImmediate();
    }
    const { heapUsed, external } = process.memoryUsage();
    if (i === WARM) before = heapUsed + external;
    else console.log((heapUsed + external - before) / (COUNT - WARM));
  }
}

function left(inputs) {
  const { code, stdout, stderr } = run(process.execPath, [
    '--expose-gc',
    fileURLToPath(import.meta.url),
    inputs,
  ]);
  if (code !== 0) throw new Error(stderr);
  return Number(stdout);
}

const show = (name, value, rest) => console.log(`${name.padEnd(34)} ${value.padStart(10)}   ${rest}`);

function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-many-'));
  let missed = 0;
  try {
    const inputs = join(folder, 'vnfs');
    for (const path of [inputs, `${inputs}-out`]) mkdirSync(path);
    for (let i = 0; i < COUNT; i++) writeFileSync(join(inputs, `vnf${i}.click`), variant(i));
    const { images, milliseconds, processor, peak } = build(inputs);
    if (images !== COUNT) throw new Error(`${images} different images of ${COUNT}`);
    if (milliseconds > TARGET_MS) missed++;
    show(
      `${COUNT} configurations`,
      `${milliseconds.toFixed(0)} ms`,
      `target ${TARGET_MS} ms; processors ${processor.toFixed(0)} ms; ${peak.toFixed(0)} MiB at most`,
    );
    const bytes = left(inputs);
    if (bytes > TARGET_LEFT) missed++;
    show('left on the heap by each', `${bytes.toFixed(0)} bytes`, `target ${TARGET_LEFT} bytes`);
    const cache = join(folder, 'cache');
    build(inputs, '--cache', cache);
    const again = build(inputs, '--cache', cache);
    if (again.unchanged !== COUNT) throw new Error(`${again.unchanged} unchanged of ${COUNT}`);
    show(`${COUNT} unchanged, with a cache`, `${again.milliseconds.toFixed(0)} ms`, 'nothing is built');
  } finally {
    rmSync(folder, { recursive: true });
  }
  return missed;
}

if (process.argv[2] === undefined) process.exitCode = measure() > 0 ? 1 : 0;
else await buildHere(process.argv[2]);
