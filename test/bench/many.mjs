// `clickforge build` of many configurations in one process, beside its targets: 1,000 different ones, variants of the
// firewall, in 10 s, with no more memory than a tenth of them take; and once more with a cache, which builds nothing.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from '../../scripts/run.mjs';

const COUNTS = [100, 1000];
const TARGET_MS = 10_000;
/** How much more memory ten times the configurations may take: the heap is not swept after each of them. */
const TARGET_GROWTH = 1.25;
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
  const args = ['--import', USAGE, join(root, 'dist', 'cli.js'), 'build', folder, '-o', `${folder}-out/`];
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

const show = (name, value, rest) => console.log(`${name.padEnd(34)} ${value.padStart(10)}   ${rest}`);
const folder = mkdtempSync(join(tmpdir(), 'bench-many-'));
let missed = 0;
try {
  const runs = COUNTS.map((count) => {
    const inputs = join(folder, `${count}`);
    for (const path of [inputs, `${inputs}-out`]) mkdirSync(path);
    for (let i = 0; i < count; i++) writeFileSync(join(inputs, `vnf${i}.click`), variant(i));
    const result = build(inputs);
    if (result.images !== count) throw new Error(`${result.images} different images of ${count}`);
    return { ...result, inputs, count };
  });
  for (const { count, milliseconds, processor, peak } of runs) {
    const target = (TARGET_MS * count) / COUNTS.at(-1);
    if (milliseconds > target) missed++;
    const each = (milliseconds / count).toFixed(2);
    show(
      `${count} configurations`,
      `${milliseconds.toFixed(0)} ms`,
      `target ${target} ms; ${each} ms each; processors ${processor.toFixed(0)} ms; ${peak.toFixed(0)} MiB at most`,
    );
  }
  const growth = runs.at(-1).peak / runs[0].peak;
  if (growth > TARGET_GROWTH) missed++;
  show('memory, ten times as many', `${growth.toFixed(2)} x`, `target ${TARGET_GROWTH} x`);
  const { inputs, count } = runs.at(-1);
  const cache = join(folder, 'cache');
  build(inputs, '--cache', cache);
  const again = build(inputs, '--cache', cache);
  if (again.unchanged !== count) throw new Error(`${again.unchanged} unchanged of ${count}`);
  show(`${count} unchanged, with a cache`, `${again.milliseconds.toFixed(0)} ms`, 'nothing is built');
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = missed > 0 ? 1 : 0;
