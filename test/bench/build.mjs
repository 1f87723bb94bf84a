// `clickforge build` as a whole process, beside its targets: 150 ms on a configuration of 20 lines and on the
// firewall, of which 10 ms past the start of Node and the loading of modules. Medians of many runs.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from '../../scripts/run.mjs';

const RUNS = 31;
const TARGET_MS = 150;
const TARGET_WORK_MS = 10;
const CLI = join(root, 'dist', 'cli.js');
/** Parts of the time that are not clickforge's own work. */
const START = ['node start', 'imports'];

const SMALL = `// 20 lines: a switch between two vifs with counters and an answer to pings
define($MAC 00:16:3e:00:00:fe, $ADDRESS 10.0.0.254)
elementclass Side { $device |
  in :: FromDevice($device) -> frames :: Counter -> output;
  input -> queue :: Queue(256) -> to :: ToDevice($device);
}
a :: Side(0);
b :: Side(1);
kind :: Classifier(12/0806 20/0001, 12/0800, -);
a -> kind;
kind[0] -> ARPResponder($ADDRESS $MAC) -> a;
kind[1] -> Strip(14)
  -> CheckIPHeader
  -> ICMPPingResponder
  -> Unstrip(14)
  -> EtherMirror
  -> [0]a;
kind[2] -> others :: Counter -> Discard;
b -> Counter -> Discard;
Idle -> b;
`;

const folder = mkdtempSync(join(tmpdir(), 'bench-build-'));
const IMAGE = join(folder, 'image.elf');
try {
  const small = join(folder, 'small.click');
  writeFileSync(small, SMALL);
  measure('20 lines', small);
  const firewall = join(root, 'images', 'firewall', 'firewall.click');
  measure('the firewall', firewall);
  measure('the firewall in place of an image', firewall, true);
} finally {
  rmSync(folder, { recursive: true });
}

/** `replaces`: there is an image of that name. */
function measure(title, source, replaces = false) {
  const runs = Array.from({ length: RUNS }, () => {
    if (!replaces) rmSync(IMAGE, { force: true });
    return once(source);
  });
  const parts = runs[0].timing.map(({ name }) => ({
    name,
    milliseconds: median(runs.map(({ timing }) => timing.find((part) => part.name === name).milliseconds)),
  }));
  const work = median(runs.map(({ timing }) => sum(timing.filter(({ name }) => !START.includes(name)))));
  console.log(`build of ${title}, medians of ${RUNS} runs:`);
  for (const { name, milliseconds } of parts) console.log(`  ${name.padEnd(28)} ${ms(milliseconds)}`);
  console.log(`  ${'past start and imports'.padEnd(28)} ${ms(work)}   target ${TARGET_WORK_MS} ms`);
  const whole = median(runs.map(({ milliseconds }) => milliseconds));
  console.log(`  ${'whole process'.padEnd(28)} ${ms(whole)}   target ${TARGET_MS} ms`);
  console.log(
    `  ${'node -e 0, for comparison'.padEnd(28)} ${ms(median(Array.from({ length: RUNS }, bare)))}\n`,
  );
}

function once(source) {
  const args = [CLI, 'build', source, '-o', IMAGE, '--timing'];
  const { milliseconds, stdout } = timed(args);
  return { milliseconds, timing: readTable(stdout) };
}

/** The lines `NAME  N.NN ms` of what people see; the last is the sum of the others. */
function readTable(stdout) {
  const rows = [...stdout.matchAll(/^(\S.*?) +([0-9.]+) ms$/gm)];
  return rows.slice(0, -1).map(([, name, milliseconds]) => ({ name, milliseconds: Number(milliseconds) }));
}

function bare() {
  return timed(['-e', '0']).milliseconds;
}

function timed(args) {
  const start = performance.now();
  const { code, stdout } = run(process.execPath, args);
  const milliseconds = performance.now() - start;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stdout}`);
  return { milliseconds, stdout };
}

function sum(parts) {
  return parts.reduce((total, { milliseconds }) => total + milliseconds, 0);
}

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

function ms(value) {
  return `${value.toFixed(1).padStart(8)} ms`;
}
