// Builds the firewall image and runs it on the real Xen between two networks, as a transcript a person can follow.
// @ts-check
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root, run, runMain } from './run.mjs';
import { ensurePackages } from './setup.mjs';
import { quote } from './xen/agent.mjs';

const FOLDER = join(root, 'build', 'demo');
const SOURCE = 'images/firewall/firewall.click';
const IMAGE = 'build/demo/firewall.elf';
const XL_CONFIG = 'build/demo/firewall.cfg';
const BROKEN = 'build/demo/broken.click';

/** Two hosts, each in a network namespace of its own behind its own bridge. The firewall is all that joins them. */
const NETWORKS = `
for side in outside inside; do
  ip link add $side type bridge && ip link set $side up
  ip netns add $side && ip link add veth-$side type veth peer name eth0 netns $side
  ip link set veth-$side master $side up && ip -n $side link set eth0 up && ip -n $side link set lo up
done
ip -n outside addr add 10.0.0.1/24 dev eth0
ip -n inside addr add 10.0.0.2/24 dev eth0`;

/** What the hosts try, and whether the firewall's rules let it through. */
const TRIALS = [
  { passes: true, what: 'inside pings outside', from: 'inside', command: 'ping -c 3 -W 2 10.0.0.1' },
  { passes: false, what: 'outside pings inside', from: 'outside', command: 'ping -c 2 -W 1 10.0.0.2' },
  { passes: true, what: 'outside pings the firewall', from: 'outside', command: 'ping -c 2 -W 2 10.0.0.254' },
  {
    passes: true,
    what: 'outside fetches from the web server inside',
    from: 'outside',
    command: 'nc -w 3 10.0.0.2 80 </dev/null',
    server: { at: 'inside', command: 'nc -l -p 80 -e echo "hello from the web server"' },
  },
  {
    passes: false,
    what: 'outside connects to port 22 inside',
    from: 'outside',
    command: 'nc -w 3 10.0.0.2 22 </dev/null',
    server: { at: 'inside', command: 'nc -l -p 22 -e echo "hello from port 22"' },
  },
];

/** @param {string} line */
const print = (line) => process.stdout.write(`${line}\n`);

/** @param {string} title */
const heading = (title) => print(`\n== ${title}`);

/** @param {string} text @param {string} [mark] */
const indent = (text, mark = '   ') =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `${mark}${line}`.trimEnd())
    .join('\n');

/**
 * Runs the command line as a user would, and shows both.
 * @param {string[]} args
 * @param {number} expected exit code
 */
function clickforge(args, expected = 0) {
  print(`$ clickforge ${args.join(' ')}`);
  const { code, stdout, stderr } = run(process.execPath, [join(root, 'dist/cli.js'), ...args]);
  print(indent(`${stderr}${stdout}`));
  if (code !== expected) throw new Error(`clickforge ${args[0]} ended with ${code}, not ${expected}`);
}

/** Three mistakes that people make, in a copy. */
function writeBrokenCopy() {
  const text = readFileSync(join(root, SOURCE), 'utf8')
    .replace('Strip(14) ->', 'Strip(14O) ->')
    .replace(':: IPFilter(allow icmp', ':: IPFliter(allow icmp')
    .replace('way_out [1] -> denied_out', 'way_out [2] -> denied_out');
  writeFileSync(join(root, BROKEN), text);
}

function buildImage() {
  heading('A copy with three mistakes');
  writeBrokenCopy();
  clickforge(['check', BROKEN], 1);
  heading('The firewall becomes an image');
  clickforge(['build', SOURCE, '-o', IMAGE, '--timing']);
  clickforge(['inspect', IMAGE]);
  clickforge([
    'emit',
    'xl',
    IMAGE,
    '--name',
    'firewall',
    '--memory',
    '4',
    '--vif',
    'bridge=outside',
    '--vif',
    'bridge=inside',
    '-o',
    XL_CONFIG,
  ]);
  print(indent(readFileSync(join(root, XL_CONFIG), 'utf8')));
}

/**
 * @typedef {import('./xen/dom0.mjs').Dom0} Dom0
 * @param {Dom0} dom0
 * @param {string} commandLine
 */
async function must(dom0, commandLine) {
  const { code, stdout, stderr } = await dom0.exec(commandLine);
  if (code !== 0) throw new Error(`in dom0, '${commandLine}' ended with ${code}: ${stderr}${stdout}`);
  return stdout;
}

/** @param {Dom0} dom0 */
const guestConsole = async (dom0) =>
  (await dom0.get('/var/log/xen/console/guest-firewall.log')).toString('latin1');

/**
 * @param {Dom0} dom0
 * @param {RegExp} pattern of a line on the guest's console
 */
async function waitForConsole(dom0, pattern) {
  for (let tries = 0; tries < 100; tries++) {
    const text = await guestConsole(dom0).catch(() => '');
    const found = pattern.exec(text);
    if (found) return { text, found };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(
    `the guest never printed ${pattern}:\n${await guestConsole(dom0).catch(() => '(nothing)')}`,
  );
}

/** @param {Dom0} dom0 */
async function startGuest(dom0) {
  heading('It boots on Xen 4.17 with its configuration inside');
  await must(dom0, NETWORKS);
  print('# xl create firewall.cfg');
  await must(dom0, `xl create ${quote(join(root, XL_CONFIG))}`);
  const { text } = await waitForConsole(dom0, /^clickforge: router running.*$/m);
  print(indent(text, '   guest | '));
  print(indent(await must(dom0, 'xl list')));
}

/**
 * @param {Dom0} dom0
 * @param {(typeof TRIALS)[number]} trial
 */
async function tryOut(dom0, { passes, what, from, command, server }) {
  if (server) await must(dom0, `ip netns exec ${server.at} ${server.command} >/dev/null 2>&1 & sleep 0.3`);
  const { code, stdout } = await dom0.exec(`ip netns exec ${from} ${command}`);
  const passed = server ? stdout.includes('hello') : code === 0;
  const lines = stdout.trim().split('\n').filter(Boolean);
  const answer = lines.find((line) => /^hello|packet loss/.test(line)) ?? 'no answer';
  print(
    `${passed === passes ? 'ok   ' : 'WRONG'} ${what}: ${passed ? 'passes' : 'is dropped'}   (${answer})`,
  );
  return passed === passes;
}

/** @param {Dom0} dom0 */
async function tryTraffic(dom0) {
  heading('What passes, and what does not');
  let asExpected = true;
  for (const trial of TRIALS) asExpected = (await tryOut(dom0, trial)) && asExpected;
  if (!asExpected) throw new Error('the firewall does not do what its rules say');
}

/** @param {Dom0} dom0 */
async function readCounters(dom0) {
  heading('Its counters, read on its console');
  for (const name of ['passed_in', 'passed_out', 'denied_in', 'denied_out']) {
    await must(
      dom0,
      `printf 'READ ${name}.count\\n' > $(xenstore-read /local/domain/$(xl domid firewall)/console/tty)`,
    );
    const { found } = await waitForConsole(
      dom0,
      new RegExp(`'${name}\\.count' OK\\r?\\nDATA \\d+\\r?\\n(\\d+)`),
    );
    print(`   ${name}.count = ${found[1]}`);
  }
}

/** @param {Dom0} dom0 */
async function endGuest(dom0) {
  heading('What it asked of Xenstore, and how it ends');
  const domid = (await must(dom0, 'xl domid firewall')).trim();
  await must(
    dom0,
    'xl shutdown -w firewall && while xl domid firewall >/dev/null 2>&1; do usleep 50000; done',
  );
  const log = (await dom0.get('/var/log/xen/xenstored-access.log')).toString('latin1').split('\n');
  const ofGuest = log.filter((line) => line.includes(` D${domid} `) || line.includes(` D${domid}.`));
  const ofConfiguration = ofGuest.filter((line) => /(^|[ /])(data\/)?clickos(\/|\s|$)/.test(line));
  print(`   operations of the guest in Xenstore's own log: ${ofGuest.length} (the handshake of two vifs)`);
  print(`   of these, for its configuration:                ${ofConfiguration.length}`);
  const left = await must(dom0, 'xl list');
  print(
    `   after xl shutdown, domains left:                ${left
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(/\s+/)[0])
      .join(' ')}`,
  );
  const { found } = await waitForConsole(dom0, /^clickforge: router running.*$/m);
  print(`\n${found[0]}`);
  if (ofGuest.length === 0 || ofConfiguration.length > 0)
    throw new Error("Xenstore's log does not show what it should");
}

async function demo() {
  ensurePackages(['build', 'demo']);
  await build();
  mkdirSync(FOLDER, { recursive: true });
  buildImage();
  // Only now are the packages there that these are made with.
  const { startDom0 } = await import('./xen/dom0.mjs');
  const { prepareTestbed } = await import('./xen/testbed.mjs');
  const testbed = await prepareTestbed({ log: (line) => process.stderr.write(`${line}\n`) });
  const dom0 = await startDom0({
    testbed,
    // At the paths they have here, because the xl file names the image by its path.
    files: Object.fromEntries([IMAGE, XL_CONFIG].map((path) => [join(root, path), join(root, path)])),
    consoleLog: join(FOLDER, 'dom0.log'),
  });
  try {
    await startGuest(dom0);
    await tryTraffic(dom0);
    await readCounters(dom0);
    await endGuest(dom0);
  } finally {
    await dom0.stop();
  }
  print(`\nThe image: ${IMAGE}, ${statSync(join(root, IMAGE)).size} bytes.`);
}

await runMain(demo);
