// From `xl create` to the first ping reply, on the real Xen: xl's own time and what the guest adds to it.
// Both come out of one clock in dom0. Under emulation the figures compare, they do not promise.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from '../../scripts/run.mjs';
import { startDom0 } from '../../scripts/xen/dom0.mjs';
import { prepareTestbed } from '../../scripts/xen/testbed.mjs';

const RUNS = 7;
const TARGET_MS = 150;

// Who asks is a host of its own behind the bridge, as a real one is, not the bridge's own address: a bridge takes the
// address of its first port, whereupon dom0 forgets its neighbours and asks for them again but once a second.
const NETWORK = `
ip link add xenbr0 type bridge mcast_snooping 0
ip link set xenbr0 up
ip netns add host
ip link add veth-host type veth peer name eth0 netns host
ip link set veth-host master xenbr0 up
ip -n host link set eth0 up
ip -n host addr add 10.0.0.1/24 dev eth0
ip -n host neigh add 10.0.0.10 lladdr 00:16:3e:00:00:10 dev eth0 nud permanent`;

// Pings leave every 20 ms; the replies' times are the kernel's. Whatever else runs in dom0 takes the one emulated
// processor away from xl and the guest: nothing polls.
const MEASURE = `
name=$1
ip netns exec host tcpdump -Z root --immediate-mode -U -n -c 1 -i eth0 -w /run/start.pcap 'icmp[icmptype] == icmp-echoreply' 2>/run/tcpdump.log &
dump=$!
until grep -q listening /run/tcpdump.log; do usleep 10000; done
ip netns exec host ping -q -i 0.02 -W 1 -c 2000 10.0.0.10 >/dev/null 2>&1 &
ping=$!
begin=$EPOCHREALTIME
xl create "/bench/$name.cfg" >/dev/null || exit 1
created=$EPOCHREALTIME
wait $dump
kill $ping
reply=$(tcpdump -Z root -n -tt -r /run/start.pcap 2>/dev/null | cut -d' ' -f1)
grep -h '^clickforge: router running' /var/log/xen/console/guest-$name.log | tail -n 1
xl destroy "$name"
while xl domid "$name" >/dev/null 2>&1; do usleep 20000; done
echo "@ $begin $created $reply"`;

/** @param {string[]} args */
function clickforge(args) {
  const { code, stderr } = run(process.execPath, [join(root, 'dist/cli.js'), ...args]);
  if (code !== 0) throw new Error(`clickforge ${args[0]}: ${stderr}`);
}

/** @param {number[]} values in ms */
function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, median, high] = [sorted[0], sorted[sorted.length >> 1], sorted[sorted.length - 1]];
  return `${median.toFixed(0)} ms (${low.toFixed(0)} to ${high.toFixed(0)})`;
}

/** @param {import('../../scripts/xen/dom0.mjs').Dom0} dom0 @param {string} name */
async function measure(dom0, name) {
  const { code, stdout, stderr } = await dom0.exec(`/bench/measure ${name}`, { timeoutSeconds: 60 });
  const found = /^@ (\S+) (\S+) (\S+)$/m.exec(stdout);
  if (code !== 0 || !found) throw new Error(`no reply seen: ${stdout}${stderr}`);
  const [begin, created, reply] = found.slice(1).map(Number);
  const start = /^clickforge: .*$/m.exec(stdout)?.[0] ?? '';
  return { xl: (created - begin) * 1000, beyond: (reply - created) * 1000, start };
}

const folder = mkdtempSync(join(tmpdir(), 'clickforge-bench-'));
const image = join(folder, 'ping.elf');
try {
  clickforge(['build', join(root, 'images/ping-responder/ping-responder.click'), '-o', image]);
  const files = { '/bench/measure': { data: `#!/bin/bash\n${MEASURE}\n`, mode: 0o755 }, [image]: image };
  for (const type of ['pv', 'pvh']) {
    const config = join(folder, `${type}.cfg`);
    const shape = ['--type', type, '--memory', '8', '--name', type, '--vif', 'bridge=xenbr0'];
    clickforge(['emit', 'xl', image, ...shape, '-o', config]);
    files[`/bench/${type}.cfg`] = config;
  }
  const dom0 = await startDom0({ testbed: await prepareTestbed({ log: console.error }), files });
  try {
    const { code, stderr } = await dom0.exec(`set -e${NETWORK}`);
    if (code !== 0) throw new Error(`no network: ${stderr}`);
    for (const type of ['pv', 'pvh']) {
      const runs = [];
      for (let i = 0; i < RUNS; i++) runs.push(await measure(dom0, type));
      console.log(
        `${type.padEnd(4)} xl create ${spread(runs.map((one) => one.xl))}; first ping reply ` +
          `${spread(runs.map((one) => one.beyond))} after it (target: within ${TARGET_MS} ms)`,
      );
      console.log(`     ${runs.at(-1)?.start}`);
    }
  } finally {
    await dom0.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
