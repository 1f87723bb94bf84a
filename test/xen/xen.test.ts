import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bed } from './bed.ts';
import { openBed } from './bed.ts';
import { bendPlan } from './bent-plan.ts';
import { capture, packets } from './capture.ts';
import type { Guest, GuestType } from './guest.ts';
import { buildImage, createGuest, startGuest } from './guest.ts';
import { countLeaks } from './leaks.ts';
import { findLeastMemory } from './least-memory.ts';
import { touchesConfiguration } from './xenstore-trace.ts';

/** A whole boot, or a scenario of many commands, on a busy machine under emulation. */
const LONG = 300_000;

/** Of each type. What the witness counts is exact to a page, so that one leak a cycle shows after few. */
const CYCLES = Number(process.env.CLICKFORGE_XEN_CYCLES ?? 50);

const FIREWALL = new URL('../../images/firewall/firewall.click', import.meta.url);
const PING = new URL('../../images/ping-responder/ping-responder.click', import.meta.url);
const SCRIPT = new URL('configs/script.click', import.meta.url);
const UDP_PORT = new URL('configs/udp-port.click', import.meta.url);

const ONE_VIF = ['bridge=xenbr0,mac=00:16:3e:00:00:10'];
const TWO_VIFS = ['bridge=xenbr0,mac=00:16:3e:00:00:20', 'bridge=xenbr1,mac=00:16:3e:00:00:21'];

let bed: Bed;
const images = { ping: '', firewall: '', udpPort: '' };

beforeAll(async () => {
  bed = await openBed('scenarios');
  images.ping = await buildImage(bed, PING, 'ping');
  images.firewall = await buildImage(bed, FIREWALL, 'firewall');
  images.udpPort = await buildImage(bed, UDP_PORT, 'udp-port');
}, LONG);
afterAll(() => bed?.close());

/** Whatever a failed test left: two guests that join the same bridges would make a ring of them. */
const destroyAll = () =>
  bed.sh(`killall nc; for name in $(xl list | awk 'NR > 2 { print $1 }'); do xl destroy $name; done; :`);

const from = (side: 'outside' | 'inside', command: string) => `ip netns exec ${side} ${command}`;

describe.each<GuestType>(['pv', 'pvh'])('a guest as %s', (type) => {
  let memoryMiB = 0;

  it('runs the firewall in little memory', { timeout: LONG }, async () => {
    const search = await findLeastMemory(bed, { type, image: images.firewall, vifs: TWO_VIFS });
    bed.evidence.show(`${type}-least-memory.txt`, search.report);
    memoryMiB = search.memoryMiB;
    expect(memoryMiB).toBeLessThanOrEqual(type === 'pv' ? 4 : 8);
  });

  describe('that answers pings', () => {
    let guest: Guest;
    beforeAll(async () => {
      guest = await startGuest(bed, { name: `ping-${type}`, type, image: images.ping, vifs: ONE_VIF });
    }, LONG);
    afterAll(destroyAll, LONG);

    it('says what it is on its console', { timeout: LONG }, async () => {
      const text = await guest.console();
      bed.evidence.show(`${type}-ping-console.txt`, text);
      expect(text).toMatch(/00:16:3e:00:00:10/i);
    });

    it('answers ARP and ping', { timeout: LONG }, async () => {
      await bed.sh('ip -n outside neigh flush all');
      const output = await bed.sh(from('outside', 'ping -c 3 -W 2 10.0.0.10'));
      bed.evidence.show(`${type}-ping.txt`, output);
      expect(output).toContain('3 packets transmitted, 3 packets received');
    });

    it('gives its counters on the console', { timeout: LONG }, async () => {
      expect(await guest.read('pings.count')).toBe('3');
      expect(Number(await guest.read('queries.count'))).toBeGreaterThanOrEqual(1);
      expect(await guest.ask('READ nobody.count')).toMatch(/^5\d\d /);
    });

    it('uses no CPU while it is idle', { timeout: LONG }, async () => {
      const seconds = async () => Number(await bed.sh(`xl list ${guest.name} | awk 'NR == 2 { print $6 }'`));
      const before = await seconds();
      await bed.sh('sleep 10');
      const used = (await seconds()) - before;
      bed.evidence.show(`${type}-idle.txt`, `CPU seconds used in 10 idle seconds: ${used.toFixed(1)}`);
      expect(used).toBeLessThanOrEqual(0.1);
    });

    it('ends cleanly when asked to, and never looked for a configuration in Xenstore', {
      timeout: LONG,
    }, async () => {
      await guest.shutDown();
      expect(await guest.ended()).toBe(0);
      expect(await bed.sh('xl list')).not.toContain(guest.name);
      const trace = await guest.xenstoreTrace();
      bed.evidence.show(`${type}-ping-xenstore.txt`, `${trace.join('\n')}\n`);
      expect(trace.length).toBeGreaterThan(5);
      expect(trace.filter(touchesConfiguration)).toEqual([]);
    });
  });

  describe('that is a firewall between two bridges', () => {
    let guest: Guest;
    beforeAll(async () => {
      await bed.sh('hotplug stock');
      const shape = { type, image: images.firewall, vifs: TWO_VIFS };
      guest = await startGuest(bed, { ...shape, name: `firewall-${type}`, memoryMiB });
      for (const port of [80, 8080]) {
        await bed.sh(from('inside', `nc -ll -p ${port} -e echo answer-of-${port} >/dev/null 2>&1 &`));
      }
    }, LONG);
    afterAll(async () => {
      await destroyAll();
      await bed.sh('hotplug quick');
    }, LONG);
    it('lets one TCP port in and drops another', { timeout: LONG }, async () => {
      const answers = { web: '', other: '' };
      const files = await capture(bed, `${type}-firewall-tcp`, async () => {
        answers.web = await bed.sh(from('outside', 'nc -w 5 10.0.0.2 80 </dev/null'));
        answers.other = await bed.sh(`${from('outside', 'nc -w 3 10.0.0.2 8080 </dev/null')} || :`);
      });
      expect(answers).toEqual({ web: 'answer-of-80\n', other: '' });
      const sent = await packets(files.outside, 'tcp.dstport == 8080');
      const arrived = await packets(files.inside, 'tcp.dstport == 8080');
      const web = await packets(files.inside, 'tcp.dstport == 80');
      const report = ['sent outside:', ...sent, 'arrived inside:', ...web, ...arrived];
      bed.evidence.show(`${type}-firewall-tcp.txt`, report.join('\n'));
      expect(sent.length).toBeGreaterThan(0);
      expect(arrived).toEqual([]);
      expect(web.length).toBeGreaterThanOrEqual(3);
      expect(await packets(files.inside, 'tcp.dstport == 80 && tcp.checksum.status != 1')).toEqual([]);
      expect(await guest.read('passed_in.count')).toBe(`${web.length}`);
      expect(await guest.read('denied_in.count')).toBe(`${sent.length}`);
    });

    it('lets pings out and none in, and answers its own', { timeout: LONG }, async () => {
      const ping = (side: 'outside' | 'inside', address: string) =>
        bed.sh(`${from(side, `ping -c 2 -W 1 ${address}`)} || :`);
      expect(await ping('inside', '10.0.0.1')).toContain(' 2 packets received');
      expect(await ping('outside', '10.0.0.2')).toContain(' 0 packets received');
      expect(await ping('outside', '10.0.0.254')).toContain(' 2 packets received');
    });

    it('leaves Xenstore alone and ends cleanly', { timeout: LONG }, async () => {
      await guest.shutDown();
      expect(await guest.ended()).toBe(0);
      const trace = await guest.xenstoreTrace();
      bed.evidence.keep(`${type}-firewall-xenstore.txt`, `${trace.join('\n')}\n`);
      bed.evidence.show(`${type}-firewall-console.txt`, await guest.console());
      expect(trace.length).toBeGreaterThan(5);
      expect(trace.filter(touchesConfiguration)).toEqual([]);
    });
  });

  describe('that joins two bridges for one UDP port', () => {
    let guest: Guest;
    beforeAll(async () => {
      guest = await startGuest(bed, { name: `udp-${type}`, type, image: images.udpPort, vifs: TWO_VIFS });
    }, LONG);
    afterAll(destroyAll, LONG);

    it('passes it with the checksum that the sender left to its card', { timeout: LONG }, async () => {
      const files = await capture(bed, `${type}-udp`, async () => {
        for (const port of [5000, 5001]) {
          await bed.sh(from('outside', `bash -c 'echo to-${port} >/dev/udp/10.0.0.2/${port}'`));
        }
      });
      const inside = await packets(files.inside, 'udp && !icmp && ip.src == 10.0.0.1');
      bed.evidence.show(`${type}-udp.txt`, inside.join('\n'));
      expect(await packets(files.outside, 'udp.dstport == 5001')).toHaveLength(1);
      expect(inside).toHaveLength(1);
      expect(
        await packets(files.inside, 'udp.dstport == 5000 && !icmp && udp.checksum.status == 1'),
      ).toHaveLength(1);
      expect(await guest.read('passed.count')).toBe('1');
      expect(await guest.read('denied.count')).toBe('1');
    });

    it('completes the checksum of IPv6 as well', { timeout: LONG }, async () => {
      const files = await capture(bed, `${type}-udp6`, async () => {
        await bed.sh('ipv6 on');
        await bed.sh(from('outside', `bash -c 'echo to-5000 >/dev/udp/fd00::2/5000'`));
        await bed.sh('ipv6 off');
      });
      const sent = 'udp.dstport == 5000 && ipv6.src == fd00::1';
      bed.evidence.show(`${type}-udp6.txt`, (await packets(files.inside, sent)).join('\n'));
      expect(await packets(files.outside, `${sent} && udp.checksum.status == 0`)).toHaveLength(1);
      expect(await packets(files.inside, `${sent} && udp.checksum.status == 1`)).toHaveLength(1);
      expect(await guest.read('passed6.count')).toBe('1');
    });
  });

  it.each([
    { wrong: 'damaged' as const, says: /checksum/ },
    { wrong: 'from-the-future' as const, says: /format 4000000000/ },
  ])('refuses a Plan that is $wrong with its reason', { timeout: LONG }, async ({ wrong, says }) => {
    const name = `${wrong}-${type}`;
    const image = await buildImage(bed, PING, name);
    const bent = bendPlan(await readFile(image), wrong);
    const guest = await createGuest(bed, { name, type, image, vifs: ONE_VIF }, bent);
    expect(await guest.ended()).toBe(3);
    const text = await guest.console();
    bed.evidence.show(`${type}-plan-${wrong}.txt`, text);
    expect(text).toMatch(says);
    expect(text).not.toMatch(/router running/);
    expect(await bed.sh('xl list')).not.toContain(guest.name);
  });

  it(`leaves nothing behind after ${CYCLES} of ${2 * CYCLES} creations`, { timeout: 4 * LONG }, async () => {
    const guest = { name: `cycle-${type}`, type, image: images.ping, vifs: ONE_VIF };
    const { before, alive, after } = await countLeaks(bed, guest, CYCLES);
    bed.evidence.keep(`${type}-cycles-before.txt`, before);
    bed.evidence.show(`${type}-cycles-after.txt`, after);
    // That the witness sees a domain is what makes its silence afterwards worth something.
    expect(alive).not.toBe(before);
    expect(after).toBe(before);
  });
});

it('a guest runs a script, and powers off at its end', { timeout: LONG }, async () => {
  const image = await buildImage(bed, SCRIPT, 'script');
  const guest = await createGuest(
    bed,
    { name: 'script', type: 'pv', image, vifs: [] },
    await readFile(image),
  );
  expect(await guest.ended()).toBe(0);
  const text = await guest.console();
  bed.evidence.show('script.txt', text);
  expect(text).toMatch(
    /^script begins at 0\r?\n[\s\S]*^script ends at 1, true, true\r?\n[\s\S]*powering off/m,
  );
});

it('no domain and no tool touched a ClickOS configuration in Xenstore', { timeout: LONG }, async () => {
  const log = (await bed.dom0.get('/var/log/xen/xenstored-access.log')).toString('latin1').split('\n');
  const touching = log.filter(touchesConfiguration);
  bed.evidence.show(
    'xenstore-count.txt',
    `operations in Xenstore's access log: ${log.length - 1}\nof these under data/clickos or clickos/: ${touching.length}`,
  );
  expect(touching).toEqual([]);
});
