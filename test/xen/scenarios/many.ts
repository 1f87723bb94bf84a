import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bed } from '../bed.ts';
import { clickforge } from '../guest.ts';

/** A hundred take minutes under emulation; what is left behind shows after few. */
const GUESTS = Number(process.env.CLICKFORGE_XEN_GUESTS ?? 4);
/** Under emulation, on a machine that is busy with other tests. */
const LONG = 120_000 + GUESTS * 30_000;

const PING = fileURLToPath(new URL('../../../images/ping-responder/ping-responder.click', import.meta.url));

const OPTIONS = '--vif bridge=xenbr0 --memory 4 --timeout 120 --json';

interface Told {
  exitCode: number;
  domains: { name: string; milliseconds: number }[];
  diagnostics: unknown[];
}

/** Many guests at once, of one kernel, each with a configuration of its own. */
export function many(bed: () => Bed): void {
  const address = (index: number) => `10.0.0.${index + 100}`;
  const name = (index: number) => `many-${index}`;
  const mac = (index: number) => `00:16:3e:00:01:${index.toString(16).padStart(2, '0')}`;
  const all = Array.from({ length: GUESTS }, (_, index) => index);
  const free = async () => Number(/free_memory *: (\d+)/.exec(await bed().sh('xl info'))?.[1]);
  const footprint = async () => {
    const lines = (await bed().sh('footprint', LONG / 1000)).trimEnd().split('\n');
    return lines.map((line) => [Number.parseInt(line, 10), line.replace(/^\d+ /, '')] as const);
  };
  const launchAll = async () => {
    const plans = all.map((index) => `/test/many/${name(index)}.plan`).join(' ');
    const told = JSON.parse(await bed().sh(`cf launch ${plans} ${OPTIONS}`, LONG / 1000)) as Told;
    expect(told).toMatchObject({ exitCode: 0, diagnostics: [] });
    expect(told.domains).toHaveLength(GUESTS);
    return told.domains.map(({ milliseconds }) => Math.round(milliseconds));
  };
  const destroyAll = () =>
    bed().sh(all.map((index) => `xl destroy ${name(index)}`).join(' && '), LONG / 1000);
  const witness = () => bed().sh('witness', LONG / 1000);

  describe('many guests', () => {
    beforeAll(async () => {
      for (const index of all) {
        const plan = join(bed().folder, `${name(index)}.plan`);
        const definitions = ['-D', `ADDRESS=${address(index)}`, '-D', `MAC=${mac(index)}`];
        await clickforge('build', PING, '--delivery', 'module', ...definitions, '-o', plan);
        await bed().dom0.put(`/test/many/${name(index)}.plan`, plan);
      }
      // The first domain of a kind makes what stays for all.
      await bed().sh(`cf launch /test/many/${name(0)}.plan ${OPTIONS} && xl destroy ${name(0)}`, 120);
    }, LONG);
    afterAll(async () => {
      const destroy = all.map((index) => `xl destroy ${name(index)} 2>/dev/null`);
      await bed().sh([...destroy, ':'].join('\n'), LONG / 1000);
    }, LONG);

    it(`${GUESTS} start, answer pings, and go with nothing left`, { timeout: 2 * LONG }, async () => {
      const { sh, evidence } = bed();
      const [before, memory, cost] = [await witness(), await free(), await footprint()];
      const times = await launchAll();
      const each = (number: number) => (number / GUESTS).toFixed(2);
      const costs = (await footprint()).map(
        ([number, what], index) => `${each(number - cost[index]![0])} ${what}`,
      );
      evidence.show(
        'many.txt',
        `${GUESTS} guests of 4 MB
from xl create to its router running: ${times[0]} ms the first, ${times.at(-1)} ms the last
of each: ${each(memory - (await free()))} MiB, ${costs.join(', ')}\n`,
      );
      const pings = all.map(
        (index) => `ip netns exec outside ping -c 1 -W 20 ${address(index)} >/dev/null || echo ${index}`,
      );
      expect(await sh(pings.join('\n'), LONG / 1000)).toBe('');
      await destroyAll();
      const after = await witness();
      expect(withoutMarks(after)).toBe(withoutMarks(before));
      // As many once more raise no mark: not a page is gone.
      await launchAll();
      await destroyAll();
      expect(await witness()).toBe(after);
    });
  });
}

/**
 * A witness without what only grows with the most that there ever was at once: Xen gives dom0 frames to track what it
 * maps of guests, and pages for its event channels, and keeps them for the next.
 */
function withoutMarks(text: string): string {
  return text.replace(/, \d+ maptrack frames/, '').replace(/^free heap pages: .*\n/gm, '');
}
