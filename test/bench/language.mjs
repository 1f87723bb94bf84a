// Parse, elaborate and check generated configurations in a warm process, beside the targets: 10,000 elements in
// 30 ms, 100,000 in ten times that, memory in proportion; and `clickforge check` as a whole process. The best of
// several runs counts, for other work on the machine only adds; the median stands beside it. Memory is what the heap
// holds while the tree, the router and what its check found are in use, without the source.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { root, run } from '../../scripts/run.mjs';

const RUNS = 15;
const TARGET_MS = 30;
const TARGET_PROCESS_MS = 250;
/** Of the bytes an element: 100,000 may take this many times as much as 10,000. */
const TARGET_GROWTH = 1.1;

/** Chains of ten elements, each declared with a name. */
function flat(count) {
  const lines = [];
  for (let i = 0; i < count; i += 10) {
    const inner = Array.from({ length: 8 }, (_, j) => `element${i + j + 1} :: Counter`);
    lines.push(`source${i} :: InfiniteSource(LIMIT 10) -> ${inner.join(' -> ')} -> sink${i} :: Discard;`);
  }
  return lines.join('\n');
}

/** As in most hand-written files: declarations first, connections after. */
function declared(count) {
  const lines = Array.from({ length: count - 2 }, (_, i) => `counter${i} :: Counter;`);
  for (let i = 1; i < count - 2; i++) lines.push(`counter${i - 1} -> counter${i};`);
  return `src :: InfiniteSource; sink :: Discard;\n${lines.join('\n')}\nsrc -> counter0; counter${count - 3} -> sink;`;
}

/** Compounds with arguments, four elements each, two levels deep. */
function compounds(count) {
  const lines = [
    'elementclass Pair { $color | input -> Paint($color) -> Counter -> output; }',
    'elementclass Quad { $a, $b | input -> Pair($a) -> Pair($b) -> output; }',
  ];
  for (let i = 0; i < count; i += 10) {
    lines.push(`InfiniteSource -> q${i} :: Quad(${i % 256}, 1) -> Quad(2, 3) -> Discard;`);
  }
  return lines.join('\n');
}

/** 500 bytes of configuration an element. */
function longStrings(count) {
  const rules = Array.from({ length: 20 }, (_, i) => `allow tcp dst port ${1000 + i}`).join(', ');
  const lines = [];
  for (let i = 0; i < count; i += 10) {
    const inner = Array.from({ length: 8 }, () => `IPFilter(${rules}, deny all)`);
    lines.push(`InfiniteSource -> ${inner.join('\n  -> ')} -> Discard;`);
  }
  return lines.join('\n');
}

/** Inputs that ask for more than linear time of a careless reader. */
function hostile() {
  const overloads = Array.from(
    { length: 300 },
    (_, i) => `$a${i}, $b${i}, $c${i} | input[0-${i}] => output`,
  ).join(' || ');
  return {
    'a string of 1 MB': `m :: Message("${'x'.repeat(1_000_000)}");`,
    '10,000 ports': 'a, b :: Idle; a[0-9999] => [0-9999]b;',
    '10,000 brackets': `${'{('.repeat(10_000)}`,
    '300 overloads used 3,000 times': `elementclass X { ${overloads} }\n${'X(1);\n'.repeat(3000)}`,
    'a pass through 20,000 compounds': `elementclass X { input -> output } Idle ${'-> X '.repeat(20_000)} -> Idle;`,
    'doubling compounds': Array.from({ length: 60 }, (_, i) =>
      i === 0 ? 'elementclass X0 { Idle }' : `elementclass X${i} { X${i - 1}; X${i - 1} }`,
    )
      .join('\n')
      .concat(' X59;'),
    'doubling variables': Array.from(
      { length: 60 },
      (_, i) => `define($x${i} $x${i + 1}$x${i + 1}$x${i + 1})`,
    )
      .join('\n')
      .concat(' m :: Message($x0);'),
    '1 MB of brackets and quotes': `[](){}'"\\,;->=>::||`.repeat(50_000),
    '1 MB of # lines': '#1 "a"\n'.repeat(150_000),
    '60,000 keyword parameters': `elementclass X { ${Array.from({ length: 60_000 }, (_, i) => `K${i} $a${i}`).join(', ')} | Idle }`,
    '30,000 words of a long value': `define($a ${'w '.repeat(50_000)}) m :: Message(${'$'.concat('{a[9]} ').repeat(30_000)});`,
    'ports far apart': Array.from(
      { length: 30_000 },
      (_, i) => `{ input[${1_000_000 - i}] -> output };`,
    ).join(''),
    '1 MB of comments without end': '/*'.repeat(500_000),
    '140,000 agnostic elements in a row': `Idle -> ${'Null -> '.repeat(140_000)} Discard;`,
    '1 MB of NUL bytes': '\0'.repeat(1_000_000),
    '1 MB of slashes': 'a/'.repeat(500_000),
    'colliding names': `${Array.from({ length: 20_000 }, (_, i) => `Idle@${i + 20_001} :: Idle;`).join('')}${'Idle;'.repeat(20_000)}`,
  };
}

async function load() {
  const folder = mkdtempSync(join(tmpdir(), 'clickforge-bench-'));
  const outfile = join(folder, 'language.mjs');
  const contents = `export * from './src/router/index.ts';
    export { parse } from './src/click-config-parser/index.ts';
    export { lookup } from './src/catalog/index.ts';`;
  const stdin = { contents, resolveDir: root, loader: 'ts' };
  await build({ stdin, bundle: true, format: 'esm', platform: 'node', outfile, logLevel: 'error' });
  const language = await import(outfile);
  return { language, folder };
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const best = (values) => Math.min(...values);
const show = (name, value, rest) => console.log(`${name.padEnd(34)} ${value.padStart(10)}   ${rest}`);

const { language, folder } = await load();
const traits = (name) => language.lookup(name, 'click');
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
let missed = 0;

/** The best time of each phase in milliseconds. */
function measure(source) {
  const times = { parse: [], elaborate: [], check: [], all: [] };
  let found;
  for (let i = 0; i < RUNS; i++) {
    const begin = performance.now();
    const { tree } = language.parse(source, 'bench.click');
    const parsed = performance.now();
    const { router, diagnostics } = language.elaborate(tree, { traits });
    const elaborated = performance.now();
    const checked = language.check(router, traits);
    const end = performance.now();
    times.parse.push(parsed - begin);
    times.elaborate.push(elaborated - parsed);
    times.check.push(end - elaborated);
    times.all.push(end - begin);
    found = { elements: router.elements.length, errors: diagnostics.length + checked.diagnostics.length };
  }
  return {
    ...found,
    median: median([...times.all]),
    ...Object.fromEntries(Object.entries(times).map(([phase, values]) => [phase, best(values)])),
  };
}

/** Bytes of the heap for each element. */
function memory(source) {
  collect();
  const before = process.memoryUsage().heapUsed;
  const { tree } = language.parse(source, 'bench.click');
  const { router } = language.elaborate(tree, { traits });
  const checked = language.check(router, traits);
  collect();
  const bytes = process.memoryUsage().heapUsed - before;
  return [tree, router, checked].every(Boolean) ? bytes / router.elements.length : Number.NaN;
}

const GENERATORS = { flat, declared, compounds, 'long strings': longStrings };

for (const [name, generate] of Object.entries(GENERATORS)) {
  const bytes = [];
  for (const count of [10_000, 100_000]) {
    const source = generate(count);
    const { elements, errors, parse, elaborate, check, all, median: middle } = measure(source);
    if (errors > 0) throw new Error(`${name}: ${errors} unexpected findings`);
    bytes.push(memory(source));
    const target = (TARGET_MS * count) / 10_000;
    if (all > target) missed++;
    const phases = `parse ${parse.toFixed(1)}, elaborate ${elaborate.toFixed(1)}, check ${check.toFixed(1)}`;
    const size = `${elements} elements, ${(source.length / 1e6).toFixed(1)} MB`;
    show(
      `${name} ${count}`,
      `${all.toFixed(1)} ms`,
      `target ${target} ms; median ${middle.toFixed(1)}; ${phases}; ${size}`,
    );
  }
  const [few, many] = bytes;
  if (!(many <= few * TARGET_GROWTH)) missed++;
  const target = `target ${(few * TARGET_GROWTH).toFixed(0)}; with 10,000 elements ${few.toFixed(0)}`;
  show(`${name}, bytes an element`, many.toFixed(0), target);
}

for (const [name, source] of Object.entries(hostile())) {
  const begin = performance.now();
  const { diagnostics } = language.loadRouter(source, 'hostile.click', { traits });
  const time = performance.now() - begin;
  const codes = [...new Set(diagnostics.map(({ code }) => code))].join(' ') || 'no findings';
  show(name, `${time.toFixed(0)} ms`, `${(source.length / 1e6).toFixed(2)} MB, ${codes}`);
}

const file = join(folder, 'flat.click');
writeFileSync(file, flat(10_000));
const times = Array.from({ length: 7 }, () => {
  const begin = performance.now();
  const { code, stderr } = run(process.execPath, [
    join(root, 'dist/cli.js'),
    'check',
    file,
    '--target',
    'click',
  ]);
  if (code !== 0) throw new Error(stderr.slice(0, 500));
  return performance.now() - begin;
});
const whole = best(times);
if (whole > TARGET_PROCESS_MS) missed++;
show(
  'clickforge check, 10,000 elements',
  `${whole.toFixed(0)} ms`,
  `target ${TARGET_PROCESS_MS} ms; median ${median(times).toFixed(0)}; whole process`,
);

rmSync(folder, { recursive: true });
process.exitCode = missed > 0 ? 1 : 0;
