import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Bed } from '../bed.ts';
import type { GuestType } from '../guest.ts';
import { clickforge, consolePath } from '../guest.ts';

const LONG = 300_000;
const KERNEL = fileURLToPath(new URL('../../../dist/base/clickforge-base.elf', import.meta.url));
const PING = fileURLToPath(new URL('../../../images/ping-responder/ping-responder.click', import.meta.url));

/** One kernel for all, and the configuration as its boot module. */
export function bootModules(bed: () => Bed): void {
  describe.each<GuestType>(['pv', 'pvh'])('a Plan as boot module, as %s', (type) => {
    it('is what the guest runs', { timeout: LONG }, async () => {
      const { dom0, folder, sh } = bed();
      const name = `module-${type}`;
      const plan = join(folder, `${name}.plan`);
      await clickforge('build', PING, '--delivery', 'module', '-o', plan);
      const vif = ['--vif', 'bridge=xenbr0,mac=00:16:3e:00:00:70'];
      const shape = [
        '--name',
        name,
        '--type',
        type,
        '--kernel',
        '/test/base.elf',
        '--ramdisk',
        '/test/ping.plan',
      ];
      const config = await clickforge('emit', 'xl', plan, ...shape, ...vif);
      expect(config).toContain('ramdisk = "/test/ping.plan"');
      await dom0.put('/test/base.elf', KERNEL);
      await dom0.put('/test/ping.plan', plan);
      await dom0.put('/test/module.cfg', { data: config, mode: 0o644 });
      const log = consolePath(name);
      await sh(
        `xl create -q /test/module.cfg && await 20 grep -aq 'router running' ${log} || { cat ${log}; exit 1; }`,
      );
      try {
        await sh('ip -n outside neigh flush all');
        const pings = await sh('ip netns exec outside ping -c 2 -W 2 10.0.0.10');
        expect(pings).toContain('2 packets received');
        const digest = (
          JSON.parse(await clickforge('inspect', plan, '--json')) as { plan: { digest: string } }
        ).plan.digest;
        const text = await sh(`cat ${log}`);
        bed().evidence.show(`${name}-console.txt`, text);
        expect(text).toContain(`plan ${digest.slice(0, 12)}`);
        expect(text).toContain(`${(await readFile(plan)).length} bytes`);
      } finally {
        await sh(`xl destroy ${name}`);
      }
    });
  });
}
