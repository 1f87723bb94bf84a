import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bed } from '../bed.ts';
import { buildImage } from '../guest.ts';
import { SLOW } from './interrupt.ts';

const LONG = 300_000;
const FIREWALL = new URL('../../../images/firewall/firewall.click', import.meta.url);
const LOG = '/var/log/xen/console/guest-cut.log';

/** Launches whose process is gone from one moment to the next, on the real Xen. */
export function killed(bed: () => Bed): void {
  describe('a launch that is killed', () => {
    let launch = '';
    let before = '';
    /** What there is of domains, in Xenstore, and in the folders that programs leave things in. */
    const left = () => bed().sh('witness; ls /tmp /run/xen /var/lib/xen');

    beforeAll(async () => {
      const image = await buildImage(bed(), FIREWALL, 'killed-firewall');
      launch = `launch ${image} --name cut --timeout 100 --vif bridge=xenbr0 --vif bridge=xenbr1`;
      await bed().dom0.put('/test/slow', { data: SLOW, mode: 0o755 });
      // The first domain of a kind makes what stays for all.
      await bed().sh(`cf ${launch} && cf destroy cut`, 120);
      before = await left();
    }, LONG);
    afterAll(async () => {
      await bed().dom0.exec('xl destroy cut');
    });

    it('while its guest waits for the second of its vifs takes it along', { timeout: LONG }, async () => {
      const waits = `grep -q 'vif 1 waits for its backend' ${LOG}`;
      await bed().sh(`rm -f ${LOG}; killed ${launch},script=/usr/bin/true -- ${waits}`, 120);
      await bed().sh('await 20 ! xl domid cut');
      expect(await left()).toBe(before);
    });

    it('while xl makes its domain leaves what the next one clears away', { timeout: LONG }, async () => {
      const made = 'test -e /run/slow-began';
      await bed().sh(`rm -f /run/slow-began; killed ${launch},script=/test/slow -- ${made}`, 120);
      expect(await bed().sh(`cf ${launch}`, 120)).toMatch(/^cut: its router runs, in domain [0-9]+\n$/);
      await bed().sh('cf destroy cut');
      expect(await left()).toBe(before);
    });
  });
}
