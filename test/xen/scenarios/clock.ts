import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Bed } from '../bed.ts';
import { buildImage, type Guest, startGuest } from '../guest.ts';

const LONG = 120_000;
const YEAR = 365 * 86_400;

const SOURCE = new URL('../configs/delayed.click', import.meta.url);

/** What dom0 makes of its clock becomes Xen's, and is told every guest. */
export function clockJumps(bed: () => Bed): void {
  describe("dom0's clock", () => {
    it('set back by a year, and right again: what waits in a guest waits no longer', {
      timeout: LONG,
    }, async () => {
      const { sh } = bed();
      const image = await buildImage(bed(), SOURCE, 'clock');
      const guest = await startGuest(bed(), { name: 'clock', type: 'pvh', image, vifs: [] });
      await goesOn(guest);
      const seconds = Number(await sh(`date +%s; ${setBy(-YEAR)}`));
      try {
        await goesOn(guest);
      } finally {
        await sh(setBy(YEAR));
      }
      expect(Number(await sh('date +%s'))).toBeGreaterThanOrEqual(seconds);
      await goesOn(guest);
      await guest.destroy();
    });
  });
}

const setBy = (seconds: number) => `date -s @$(($(date +%s) + ${seconds})) >/dev/null`;

/** Half a second's packets come out, in all the time that a slow machine may take. */
async function goesOn(guest: Guest): Promise<void> {
  const count = async () => Number(await guest.read('c.count'));
  const before = await count();
  for (let left = 40; left > 0; left--) {
    if ((await count()) >= before + 10) return;
    await setTimeout(250);
  }
  throw new Error(`no packet came out behind ${before}`);
}
