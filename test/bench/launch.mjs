// What `launch` adds to the toolstack's own time until the router runs.
// First the whole process on this machine, with programs in the toolstack's place that answer at once: what they take by
// themselves is measured as well, and taken off. Then on the real Xen under emulation, whose times compare and do not
// promise, with the command line in a process that stays, as Node's start takes seconds there.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from '../../scripts/run.mjs';
import { startDom0 } from '../../scripts/xen/dom0.mjs';
import { installedFiles } from '../../scripts/xen/installed.mjs';
import { prepareTestbed } from '../../scripts/xen/testbed.mjs';
import { playToolstack } from '../fixtures/play-toolstack.mjs';

const RUNS = 11;
const XEN_RUNS = 5;
const TARGET_MS = 150;
const CLI = join(root, 'dist/cli.js');
const VIF = 'bridge=xenbr0';
const TOOLS = join(root, 'test/xen/dom0');

/** @param {number[]} values in ms */
function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, median, high] = [sorted[0], sorted[sorted.length >> 1], sorted[sorted.length - 1]];
  return { median, text: `${median.toFixed(0)} ms (${low.toFixed(0)} to ${high.toFixed(0)})` };
}

/**
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env
 * @returns {[wall: number, processor: number]} ms, its children's included
 */
function timed(command, env) {
  const args = ['-c', 'TIMEFORMAT="%U %S"; time "$@" >/dev/null', 'bash', ...command];
  const start = performance.now();
  const { status, stderr } = spawnSync('bash', args, { env, encoding: 'utf8' });
  const wall = performance.now() - start;
  const [user, system] = stderr.trimEnd().split('\n').at(-1)?.split(' ').map(Number) ?? [];
  if (status !== 0 || system === undefined) throw new Error(`${command.join(' ')}: ${stderr}`);
  return [wall, (user + system) * 1000];
}

const folder = mkdtempSync(join(tmpdir(), 'clickforge-bench-'));
const image = join(folder, 'ping.elf');

function buildImage() {
  const { code, stderr } = run(process.execPath, [
    CLI,
    'build',
    join(root, 'images/ping-responder/ping-responder.click'),
    '-o',
    image,
  ]);
  if (code !== 0) throw new Error(`clickforge build: ${stderr}`);
}

/** What the programs in the toolstack's place know. */
function forget() {
  writeFileSync(join(folder, 'domains'), '');
  writeFileSync(join(folder, 'calls'), '');
}

function onThisMachine() {
  const env = { ...process.env, ...playToolstack(folder, ['xenbr0']) };
  const config = join(folder, 'ping.cfg');
  execFileSync(process.execPath, [CLI, 'emit', 'xl', image, '--vif', VIF, '-o', config]);
  const alone = `xl info; xl list; xl create -q -p ${config}; xl domid ping`;
  const [whole, own] = [/** @type {[number, number][]} */ ([]), /** @type {[number, number][]} */ ([])];
  for (let i = 0; i < RUNS; i++) {
    forget();
    whole.push(timed([process.execPath, CLI, 'launch', image, '--vif', VIF], env));
    forget();
    own.push(timed(['sh', '-c', alone], env));
  }
  console.log('whole process, with a toolstack that answers at once');
  for (const [index, what] of ['wall clock', 'processor'].entries()) {
    const [launch, toolstack] = [whole, own].map((runs) => spread(runs.map((run) => run[index])));
    const beyond = (launch.median - toolstack.median).toFixed(0);
    const target = index === 0 ? ` (target: within ${TARGET_MS} ms)` : '';
    console.log(
      `  ${what.padEnd(10)} ${beyond} ms beyond it${target}: ${launch.text} less ${toolstack.text}`,
    );
  }
}

// Both from a console that exists to its router's word, with what xl itself does in between.
const MEASURE = `#!/bin/bash
log=/var/log/xen/console/guest-ping.log
gone() { while xl domid ping >/dev/null 2>&1; do usleep 20000; done; }
rm -f $log
begin=$EPOCHREALTIME
xl create -q /bench/ping.cfg || exit 1
created=$EPOCHREALTIME
until grep -q 'router running' $log; do usleep 5000; done
running=$EPOCHREALTIME
xl destroy ping; gone
start=$EPOCHREALTIME
cf launch ${image} --vif ${VIF} --name ping --timeout 100 >/dev/null || exit 1
end=$EPOCHREALTIME
cf destroy ping >/dev/null; gone
echo "@ $begin $created $running $start $end"
`;

async function onXen() {
  const tools = readdirSync(TOOLS).map((name) => [`/bench/${name}`, join(TOOLS, name)]);
  const config = join(folder, 'ping.cfg');
  const files = {
    ...Object.fromEntries(tools),
    ...installedFiles(),
    '/bench/measure': { data: MEASURE, mode: 0o755 },
    '/bench/ping.cfg': config,
    [image]: image,
  };
  const testbed = await prepareTestbed({ log: console.error });
  const dom0 = await startDom0({ testbed, files, memoryMiB: 1536, dom0MiB: 768 });
  try {
    const script = 'export PATH=/bench:$PATH; [ -d /test/bin ] || ln -s /bench /test/bin;';
    const made = await dom0.exec(`${script} networks && hotplug quick && cf list`, { timeoutSeconds: 120 });
    if (made.code !== 0) throw new Error(`no network: ${made.stderr}`);
    const [created, running, launched] = [[], [], []].map(() => /** @type {number[]} */ ([]));
    for (let i = 0; i <= XEN_RUNS; i++) {
      const { code, stdout, stderr } = await dom0.exec(`${script} measure`, { timeoutSeconds: 300 });
      const found = /^@ (.*)$/m.exec(stdout)?.[1].split(' ').map(Number);
      if (code !== 0 || !found) throw new Error(`no launch: ${stdout}${stderr}`);
      const [a, b, c, d, e] = found.map((seconds) => seconds * 1000);
      // The first of both loads what the others find in memory.
      if (i === 0) continue;
      created.push(b - a);
      running.push(c - a);
      launched.push(e - d);
    }
    const [xl, byHand, ours] = [spread(created), spread(running), spread(launched)];
    console.log(`on Xen: xl create ${xl.text}, its router runs ${byHand.text} after the start`);
    console.log(
      `  launch ${ours.text}: ${(ours.median - xl.median).toFixed(0)} ms beyond xl create, emulated`,
    );
  } finally {
    await dom0.stop();
  }
}

try {
  buildImage();
  onThisMachine();
  await onXen();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
