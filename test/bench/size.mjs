// Sizes of what is shipped: the base image with the classes that a first router needs, with all of them, and the
// firewall's Plan.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BASE_IMAGE, buildBase, buildImages } from '../../scripts/build-base.mjs';
import { packedClassesSource } from '../../scripts/generate/headers.mjs';
import { findElements, readSpecs } from '../../scripts/generate/specs.mjs';
import { root, run } from '../../scripts/run.mjs';

/** Devices, queues, filters, ARP, ping, and what stands between them. */
const FIRST = [
  ...['FromDevice', 'ToDevice', 'Queue', 'Unqueue', 'Discard', 'Idle', 'InfiniteSource', 'Counter', 'Print'],
  ...['Strip', 'Unstrip', 'Classifier', 'IPClassifier', 'IPFilter', 'CheckIPHeader', 'MarkIPHeader'],
  ...['ARPResponder', 'ARPQuerier', 'ICMPPingResponder', 'EtherMirror', 'EtherEncap', 'Tee', 'Null', 'Paint'],
];

let missed = false;

/** @param {string} what @param {number} bytes @param {number} target */
function tell(what, bytes, target) {
  const over = bytes > target;
  missed ||= over;
  const sizes = [bytes, target].map((size) => size.toLocaleString('en'));
  console.log(
    `${what.padEnd(40)} ${sizes[0].padStart(8)} of ${sizes[1].padStart(7)} bytes${over ? ': MISSED' : ''}`,
  );
}

/** @param {string} folder */
async function baseOfFirst(folder) {
  const classes = join(folder, 'classes.c');
  const specs = await readSpecs(root, await findElements(root));
  const first = specs.filter((spec) => FIRST.includes(spec.class));
  writeFileSync(classes, packedClassesSource(first, 0n));
  const output = relative(root, join(folder, 'base.elf'));
  await buildImages(root, [{ output, classes: relative(root, classes) }]);
  return statSync(join(root, output)).size;
}

/** @param {string} folder */
function firewallPlan(folder) {
  const args = [
    ...['build', join(root, 'images/firewall/firewall.click')],
    ...['-o', join(folder, 'firewall.elf'), '--json'],
  ];
  const { code, stdout, stderr } = run(process.execPath, [join(root, 'dist/cli.js'), ...args]);
  if (code !== 0) throw new Error(`clickforge build: ${stderr}`);
  return JSON.parse(stdout).planSize;
}

await buildBase(root);
const folder = mkdtempSync(join(root, 'build', 'size-'));
try {
  tell(`base image with ${FIRST.length} classes`, await baseOfFirst(folder), 128 * 1024);
  tell('base image with all classes', statSync(join(root, BASE_IMAGE)).size, 192 * 1024);
  tell("the firewall's Plan", firewallPlan(folder), 4096);
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = missed ? 1 : 0;
