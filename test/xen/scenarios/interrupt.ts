import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bed } from '../bed.ts';
import { buildImage } from '../guest.ts';

const LONG = 300_000;
const PING = new URL('../../../images/ping-responder/ping-responder.click', import.meta.url);

/** A hotplug script that says that it began, and takes its time. */
export const SLOW = `#!/bin/bash
[ "$1" = online ] || exit 0
touch /run/slow-began
sleep 1
exec /etc/xen/scripts/vif-bridge "$@"
`;

/** Ctrl-C, at the terminal of a launch on the real Xen. */
export function interruptions(bed: () => Bed): void {
  describe('a launch that is interrupted', () => {
    let image = '';
    let before = '';
    const files = 'ls /tmp /var/lib/xen';

    beforeAll(async () => {
      image = await buildImage(bed(), PING, 'interrupted-ping');
      await bed().dom0.put('/test/slow', { data: SLOW, mode: 0o755 });
      // The first domain of a kind makes what stays for all.
      await bed().sh(`cf launch ${image} --vif bridge=xenbr0 --name cut && cf destroy cut`);
      before = await bed().sh(`witness; ${files}`);
    }, LONG);
    afterAll(async () => {
      await bed().dom0.exec('xl destroy cut');
    });

    it.each([
      [
        'while its guest starts',
        'true',
        `grep -q 'waits for its backend' /var/log/xen/console/guest-cut.log`,
      ],
      ['while xl makes its domain', 'slow', 'test -e /run/slow-began'],
    ])('%s leaves nothing', { timeout: LONG }, async (_when, script, holds) => {
      const { dom0, sh } = bed();
      const vif = `--vif bridge=xenbr0,script=${script === 'true' ? '/usr/bin/true' : '/test/slow'}`;
      await sh('rm -f /run/slow-began /var/log/xen/console/guest-cut.log');
      const [told] = await Promise.all([
        dom0.exec(`PATH=/test/bin:$PATH cf launch ${image} ${vif} --name cut --timeout 100`, {
          timeoutSeconds: 120,
        }),
        sh(`await 60 ${holds} && interrupt`, 90),
      ]);
      expect(told).toMatchObject({ code: 130, stdout: '' });
      expect(told.stderr).toMatch(/^error CF7519: the launch of cut was interrupted\n/);
      expect(await sh(`witness; ${files}`)).toBe(before);
    });
  });
}
