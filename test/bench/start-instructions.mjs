// Instructions from a guest's entry to its router running, waits taken out, on the real Xen in a QEMU whose clocks go
// on by 1 ns an instruction: what the guest says in microseconds is thousands of instructions, Xen's for the guest
// included. A processor that does one a nanosecond takes as many microseconds; a modern one does two to four.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from '../../scripts/run.mjs';
import { startDom0 } from '../../scripts/xen/dom0.mjs';
import { prepareTestbed } from '../../scripts/xen/testbed.mjs';

const RUNS = 5;
const TARGET_US = 300;
const LINE =
  /^clickforge: router running (\d+) us after entry, of which (\d+) us waited for Xenstore and backends, (\d+) us for a processor/m;

const GUESTS = [
  { recipe: 'ping-responder', vifs: ['bridge=xenbr0'] },
  { recipe: 'firewall', vifs: ['bridge=xenbr0', 'bridge=xenbr1'] },
];

const NETWORK = `
mount --bind /bench/vif /etc/xen/scripts/vif-bridge
for bridge in xenbr0 xenbr1; do ip link add $bridge type bridge; ip link set $bridge up; done`;

const MEASURE = `#!/bin/bash
log=/var/log/xen/console/guest-$1.log
rm -f $log
xl create -q /bench/$1.cfg || exit 1
until grep -q '^clickforge: router running' $log 2>/dev/null; do usleep 20000; done
cat $log
xl destroy $1`;

/** @param {string[]} args */
function clickforge(args) {
  const { code, stderr } = run(process.execPath, [join(root, 'dist/cli.js'), ...args]);
  if (code !== 0) throw new Error(`clickforge ${args[0]}: ${stderr}`);
}

/** @param {import('../../scripts/xen/dom0.mjs').Dom0} dom0 @param {string} name */
async function measure(dom0, name) {
  const { code, stdout, stderr } = await dom0.exec(`/bench/measure ${name}`, { timeoutSeconds: 300 });
  const found = LINE.exec(stdout);
  if (code !== 0 || !found) throw new Error(`no guest that runs: ${stdout}${stderr}`);
  const [whole, waited, queued] = found.slice(1).map(Number);
  return whole - waited - queued;
}

const folder = mkdtempSync(join(tmpdir(), 'clickforge-bench-'));
/** @param {string} data */
const script = (data) => ({ data: `${data}\n`, mode: 0o755 });
/** @type {Record<string, import('../../scripts/xen/dom0.mjs').FileSource>} */
const files = {
  // What Xen's own script does takes long where every instruction is counted.
  '/bench/vif': join(root, 'test/xen/dom0/vif-quick'),
  '/bench/measure': script(MEASURE),
};

/** @param {{ recipe: string, vifs: string[] }} guest @param {string} type */
function addGuest({ recipe, vifs }, type) {
  const name = `${recipe}-${type}`;
  const [image, config] = [join(folder, `${recipe}.elf`), join(folder, `${name}.cfg`)];
  clickforge(['build', join(root, `images/${recipe}/${recipe}.click`), '-o', image]);
  const shape = ['--type', type, '--memory', '8', '--name', name, ...vifs.flatMap((vif) => ['--vif', vif])];
  clickforge(['emit', 'xl', image, ...shape, '-o', config]);
  files[image] = image;
  files[`/bench/${name}.cfg`] = config;
  return { name, vifs: vifs.length };
}

try {
  const guests = GUESTS.flatMap((guest) => ['pv', 'pvh'].map((type) => addGuest(guest, type)));
  const testbed = await prepareTestbed({ log: console.error });
  const dom0 = await startDom0({ testbed, files, countedTime: true, bootSeconds: 300 });
  try {
    const { code, stderr } = await dom0.exec(`set -e${NETWORK}`);
    if (code !== 0) throw new Error(`no network: ${stderr}`);
    for (const { name, vifs } of guests) {
      const runs = [];
      for (let i = 0; i < RUNS; i++) runs.push(await measure(dom0, name));
      const [least, most] = [Math.min(...runs), Math.max(...runs)];
      console.log(
        `${name.padEnd(20)} ${vifs} vif, ${least},000 to ${most},000 instructions, at one a ns ${least} us (target: ${TARGET_US} us)`,
      );
    }
  } finally {
    await dom0.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
