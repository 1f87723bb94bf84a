import { describe, expect, it } from 'vitest';
import { compilePlan } from '../elements/compile-plan.ts';
import { parsePacket } from '../elements/packet-notation.ts';
import { writePcap } from '../elements/pcap.ts';
import { runCTest } from './c-test.ts';

describe('router core', () => {
  it('runs timers in order, however they are moved', () => runCTest('timer-test.c'));
  it('gives packets out of a pool, with room around them', () => runCTest('packet-test.c'));
  it('writes and reads numbers and addresses', () => runCTest('text-test.c'));

  it('answers control commands in pieces of every size', async () => {
    const source = `f :: FromDevice(0) -> c :: Counter -> r :: ARPResponder(10.0.0.0/8 2:0:0:0:0:1)
      -> p :: Print(ACTIVE false) -> d :: Discard;`;
    await runCTest('control-test.c', {
      files: [compilePlan(source)],
      linkFlags: ['-Wl,--wrap=platform_answer'],
    });
  });

  it('refuses or runs every bent Plan', async () => {
    const source = `FromDevice(0) -> t :: Tee -> CheckIPHeader(14, INTERFACES 10.0.0.1/8) -> q :: Queue(5) -> Unqueue
        -> Print(x) -> Paint(1) -> MarkIPHeader(14) -> Strip(14) -> [0] a :: ARPQuerier(10.0.0.1, 2:0:0:0:0:1) -> ToDevice(1);
      t [1] -> r :: ARPResponder(10.0.0.0/8 2:0:0:0:0:2) -> [1] a;
      r [1] -> k :: Classifier(12/0806 20/0001, 12/0800, -);
      k [0] -> Idle; k [1] -> Unstrip(4) -> EtherMirror -> Discard; k [2] -> EtherEncap(0x800, 1:1:1:1:1:1, 2:2:2:2:2:2) -> Discard;
      s :: InfiniteSource(abc, 100, END_CALL c.reset) -> c :: Counter(COUNT_CALL 3 c.reset) -> Queue(7) -> Null -> Discard;`;
    const ip = parsePacket('ether 2:0:0:0:0:1 > 2:0:0:0:0:2 / ip 10.0.0.1 > 10.0.0.2 / icmp echo');
    const arp = parsePacket(
      'ether 2:0:0:0:0:1 > ff:ff:ff:ff:ff:ff / arp request 2:0:0:0:0:1 10.0.0.1 > 0:0:0:0:0:0 10.9.9.9',
    );
    const traffic = Array.from({ length: 40 }, (_, i) => ({ time: 0n, bytes: i % 2 ? ip : arp }));
    await runCTest('plan-test.c', { files: [compilePlan(source), writePcap(traffic)], args: ['4000'] });
  });

  it('uses little stack, however deep a configuration is', async () => {
    const numbers = Array.from({ length: 300 }, (_, i) => i);
    const chain = Array.from({ length: 5000 }, () => 'Null').join(' -> ');
    const scripts = numbers.map(
      (i) => `s${i} :: Script(TYPE PASSIVE, return $(if $(gt $(s${i + 1}.run) 1) 2 3));`,
    );
    const source = `r :: ARPResponder(10.0.0.0/8 2:0:0:0:0:1); Idle -> r -> Idle;
      ${scripts.join('\n')} s300 :: Script(TYPE PASSIVE, return 1);
      ${numbers.map((i) => `t${i} :: Tee; t${i} [1] -> Discard;`).join('\n')}
      InfiniteSource(LIMIT 50) -> ${numbers
        .slice(0, 46)
        .map(() => 'Script(TYPE PACKET, return 0)')
        .join(' -> ')}
        -> Counter(COUNT_CALL 1 s0.run) -> ${numbers.map((i) => `t${i}`).join(' -> ')}
        -> c :: Counter -> ${chain} -> Queue -> ${chain} -> d :: Discard;`;
    const used = await runCTest('stack-test.c', { files: [compilePlan(source)], plain: true });
    expect(used).toMatch(/^DATA 2\r?\n50/m); // d.count: all packets came through
    expect(used).toMatch(/^DATA 1\r?\n2/m); // s298.run
    expect(used).toMatch(/^\d+ bytes$/m);
  });
});
