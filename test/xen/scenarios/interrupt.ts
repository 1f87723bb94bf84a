import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bed } from '../bed.ts';
import { buildImage } from '../guest.ts';

const LONG = 300_000;
const PING = new URL('../../../images/ping-responder/ping-responder.click', import.meta.url);

/** A hotplug script that says that it began, and takes its time. */
const SLOW = `#!/bin/bash
[ "$1" = online ] || exit 0
touch /run/slow-began
sleep 1
exec /etc/xen/scripts/vif-bridge "$@"
`;

/** Of two domains: the first never gets its vif, and the second is made as long as that one's guest waits for it. */
const LATE = `#!/bin/bash
[ "$1" = online ] || exit 0
id=\${XENBUS_PATH#backend/vif/}
name=$(xenstore-read "/local/domain/\${id%/*}/name")
if [ ! -e /run/late-first ]; then
  echo "$name" >/run/late-first
  exit 0
fi
echo "$name" >/run/late-second
/test/bin/await 30 grep -q 'waits for its backend' "/var/log/xen/console/guest-$(cat /run/late-first).log"
exec /test/slow "$@"
`;

/** Ctrl-C at the terminal of a launch on the real Xen, and launches whose process is gone at once. */
export function interruptions(bed: () => Bed): void {
  describe('a launch that is cut off', () => {
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
      await bed().dom0.exec('for name in cut cut-1 cut-2; do xl destroy $name; done');
    });

    it.each([
      [
        'while its guest starts',
        'true',
        `grep -q 'waits for its backend' /var/log/xen/console/guest-cut.log`,
      ],
      ['while xl makes its domain', 'slow', 'test -e /run/slow-began'],
    ])('interrupted %s leaves nothing', { timeout: LONG }, async (_when, script, holds) => {
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

    it('killed takes along what it started, and the next clears away what was being made', {
      timeout: LONG,
    }, async () => {
      const { dom0, sh } = bed();
      await dom0.put('/test/late', { data: LATE, mode: 0o755 });
      const both = `launch ${image} --vif bridge=xenbr0,script=/test/late --name cut --count 2 --timeout 100`;
      await sh('rm -f /run/slow-began /run/late-* /var/log/xen/console/guest-cut-*');
      await sh(`killed ${both} -- test -e /run/slow-began`, 120);
      await sh('await 30 ! xl domid $(cat /run/late-first)');
      expect(await sh(`cf launch ${image} --vif bridge=xenbr0 --name $(cat /run/late-second)`, 120)).toMatch(
        /^cut-[12]: its router runs, in domain [0-9]+\n$/,
      );
      await sh('xl destroy $(cat /run/late-second)');
      expect(await sh(`witness; ${files}`)).toBe(before);
    });
  });
}
