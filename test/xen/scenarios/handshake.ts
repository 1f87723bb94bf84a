import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bed } from '../bed.ts';
import type { GuestType } from '../guest.ts';
import { buildImage } from '../guest.ts';

const LONG = 300_000;
const PING = new URL('../../../images/ping-responder/ping-responder.click', import.meta.url);
const VIF = '--vif bridge=xenbr0,mac=00:16:3e:00:00:50';

/** The guest's vifs are connected by the toolstack; beside it the usual handshake, for comparison. */
export function handshakes(bed: () => Bed): void {
  describe('the handshake', () => {
    let image = '';
    const cf = async (line: string) => {
      const { code, stdout, stderr } = await bed().dom0.exec(`PATH=/test/bin:$PATH cf ${line}`, {
        timeoutSeconds: 120,
      });
      expect({ line, code, stderr }).toMatchObject({ code: 0 });
      return stdout;
    };
    /** What a domain did to Xenstore, its connection's begin and end aside. */
    const operations = async (domid: number) => {
      const lines = await bed().sh(
        `grep -E ' D${domid}(\\.[0-9]+)? ' /var/log/xen/xenstored-access.log || :`,
      );
      return lines.split('\n').filter((line) => line !== '' && !/ (newconn|endconn) /.test(line));
    };
    const pings = async () => {
      await bed().sh('ip -n outside neigh flush all');
      return bed().sh('ip netns exec outside ping -c 2 -W 2 10.0.0.10');
    };
    const launch = async (name: string, options: string) => {
      const told = JSON.parse(
        await cf(`launch ${image} ${VIF} --name ${name} --timeline --json ${options}`),
      ) as {
        domains: { domid: number; console: string[]; timeline: { name: string; milliseconds: number }[] }[];
      };
      return told.domains[0]!;
    };
    const starts = (timeline: { name: string; milliseconds: number }[]) =>
      timeline.find(({ name }) => name === 'guest start')!.milliseconds;

    beforeAll(async () => {
      image = await buildImage(bed(), PING, 'handshake-ping');
      // The first domain of a kind makes what stays for all.
      await launch('first', '--handshake toolstack');
      await cf('stop first');
    }, LONG);
    afterAll(async () => {
      await bed().sh(`for name in $(xl list | awk 'NR > 2 { print $1 }'); do xl destroy $name; done; :`);
    }, LONG);

    it.each<GuestType>(['pv', 'pvh'])(
      'by the toolstack: as %s the guest never speaks to Xenstore, and is stopped',
      { timeout: LONG },
      async (type) => {
        const before = await bed().sh('witness');
        const guest = await launch('told', `--type ${type} --handshake toolstack`);
        expect(await pings()).toContain('2 packets received');
        await cf('stop told');
        expect(await operations(guest.domid)).toEqual([]);
        expect(await bed().sh('witness')).toBe(before);
        const usual = await launch('usual', `--type ${type}`);
        expect(await pings()).toContain('2 packets received');
        await cf('stop usual');
        const asked = (await operations(usual.domid)).length;
        expect(asked).toBeGreaterThan(5);
        const line = (who: string, timeline: typeof guest.timeline, count: number) =>
          `${who}: guest start ${starts(timeline).toFixed(0)} ms, ${count} operations of the guest in Xenstore`;
        const report = [
          line('by the toolstack', guest.timeline, 0),
          line('by the guest', usual.timeline, asked),
        ];
        bed().evidence.show(`handshake-${type}.txt`, `${[...report, ...guest.console].join('\n')}\n`);
      },
    );

    it('by the toolstack leaves nothing behind when the guest is ended or ends', {
      timeout: LONG,
    }, async () => {
      const before = await bed().sh('witness');
      await launch('ended', '--handshake toolstack');
      await cf('destroy ended');
      expect(await bed().sh('witness')).toBe(before);
      const { domid } = await launch('crashed', '--type pvh --handshake toolstack');
      await bed().sh('xl trigger crashed nmi && await 20 ! xl domid crashed');
      expect(await operations(domid)).toEqual([]);
      expect(await bed().sh('witness')).toBe(before);
    });
  });
}
