import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Bed } from '../bed.ts';
import { bendPlan } from '../bent-plan.ts';
import { buildImage } from '../guest.ts';

const LONG = 300_000;
const PING = new URL('../../../images/ping-responder/ping-responder.click', import.meta.url);
const FIREWALL = new URL('../../../images/firewall/firewall.click', import.meta.url);
const VIF = '--vif bridge=xenbr0,mac=00:16:3e:00:00:30';

interface Told {
  code: number;
  exitCode: number;
  domains?: { name: string; domid: number; console: string[]; timeline?: { name: string }[] }[];
  domain?: { state: string; vifs: { backend: string; frontend: string; bridge: string }[] };
  answers?: { value: string }[];
  samples?: { counts: { element: string; rate: number }[] }[];
  diagnostics: { code: string; message: string; hint: string; notes: { message: string }[] }[];
}

/** The built command line inside dom0, on the real xl. */
export function launching(bed: () => Bed): void {
  const images = { ping: '', firewall: '', bent: '/test/bent.elf' };
  let before = '';

  /** Runs clickforge in dom0. */
  const cf = async (command: string): Promise<Told> => {
    const { code, stdout, stderr } = await bed().dom0.exec(`PATH=/test/bin:$PATH cf ${command} --json`, {
      timeoutSeconds: 240,
    });
    bed().evidence.keep(`cf-${command.replace(/[^a-z0-9-]+/gi, '_').slice(0, 80)}.txt`, `${stdout}${stderr}`);
    if (!stdout.startsWith('{')) throw new Error(`cf ${command}: ${code}\n${stdout}${stderr}`);
    return { ...(JSON.parse(stdout) as Told), code };
  };
  const destroyAll = () =>
    bed().sh(`for name in $(xl list | awk 'NR > 2 { print $1 }'); do xl destroy $name; done; :`);

  describe('launch', () => {
    beforeAll(async () => {
      images.ping = await buildImage(bed(), PING, 'launch-ping');
      images.firewall = await buildImage(bed(), FIREWALL, 'launch-firewall');
      await bed().dom0.put(images.bent, bendPlan(await readFile(images.ping), 'damaged'));
      await destroyAll();
      await cf('list');
      // The first domain of a kind makes what stays for all.
      await cf(`launch ${images.ping} ${VIF} --name first`);
      await cf('destroy first');
      before = await bed().sh('witness');
    }, LONG);
    afterAll(destroyAll, LONG);
    afterEach(destroyAll, LONG);

    it('starts a router, and everything can be asked of it', { timeout: LONG }, async () => {
      const started = await cf(`launch ${images.ping} ${VIF} --name ping --timeline`);
      expect(started).toMatchObject({ code: 0, exitCode: 0, diagnostics: [] });
      const [domain] = started.domains!;
      bed().evidence.show('launch-timeline.txt', JSON.stringify(domain?.timeline, undefined, 1));
      expect(domain?.console.at(-1)).toMatch(/^clickforge: router running/);
      const phases = ['toolstack', 'domain build', 'vif attach', 'guest start', 'first packet'];
      expect(domain?.timeline?.map(({ name }) => name)).toEqual(phases);
      await bed().sh('ip -n outside neigh flush all');
      const pings = await bed().sh('ip netns exec outside ping -c 2 -W 2 10.0.0.10');
      expect(pings).toContain('2 packets received');
      expect((await cf('status ping')).domain).toMatchObject({
        vifs: [{ backend: 'connected', frontend: 'connected', bridge: 'xenbr0', mac: '00:16:3e:00:00:30' }],
      });
      expect((await cf('control ping --timeout 30 read pings.count')).answers?.[0]?.value).toBe('2');
      expect((await cf('control ping --timeout 30 list')).answers?.[0]?.value).toContain('pings');
      expect(await cf('control ping --timeout 30 write pings.reset')).toMatchObject({ code: 0 });
      expect((await cf('control ping --timeout 30 read pings.count')).answers?.[0]?.value).toBe('0');
      const refused = await cf('control ping --timeout 30 read pings.nothing');
      expect(refused).toMatchObject({ code: 1, diagnostics: [{ code: 'CF7514' }] });
      const top = await cf('top ping --timeout 30 --count 2 --interval 0.2');
      expect(top.samples?.[1]?.counts.map(({ element }) => element)).toContain('pings');
      expect(await bed().sh('cf logs ping')).toContain('router running');
      expect(await cf('stop ping')).toMatchObject({ code: 0 });
      expect(await cf('status ping')).toMatchObject({ code: 3, diagnostics: [{ code: 'CF7512' }] });
    });

    describe('that fails says why in one line, and leaves nothing', () => {
      const refuses = async (command: string, code: number, id: string, message: RegExp) => {
        const told = await cf(`launch ${command}`);
        const errors = told.diagnostics.filter(({ code: each }) => each !== 'CF6010');
        expect(errors.map(({ code: each }) => each)).toEqual([id]);
        expect(told.code).toBe(code);
        expect(errors[0]?.message).toMatch(message);
        expect(errors[0]?.message).not.toContain('\n');
        expect(errors[0]?.hint).toMatch(/\w/);
        return errors[0]!;
      };
      afterAll(async () => {
        expect(await bed().sh('witness')).toBe(before);
      }, LONG);

      it('no toolstack', { timeout: LONG }, async () => {
        await bed().sh('mount --bind /dev/null /usr/bin/virsh');
        try {
          const virsh = `${images.ping} ${VIF} --toolstack virsh`;
          await refuses(virsh, 3, 'CF7501', /there is no virsh on this machine/);
        } finally {
          await bed().sh('umount /usr/bin/virsh');
        }
      });

      it('no Xen', { timeout: LONG }, async () => {
        await bed().sh('mount --bind /dev/null /dev/xen/privcmd');
        try {
          await refuses(`${images.ping} ${VIF}`, 3, 'CF7502', /xl does not reach Xen on this machine: \w/);
        } finally {
          await bed().sh('umount /dev/xen/privcmd');
        }
      });

      it('too little memory', { timeout: LONG }, async () => {
        await refuses(
          `${images.ping} ${VIF} --memory 1400`,
          3,
          'CF7503',
          /needs 1401 MiB, and Xen on .* has [0-9]+ MiB/,
        );
      });

      it('a bridge that is not there', { timeout: LONG }, async () => {
        const vifs = '--vif bridge=xenbr0 --vif bridge=nowhere';
        await refuses(
          `${images.firewall} ${vifs}`,
          3,
          'CF7504',
          /no bridge nowhere on this machine for vif 1/,
        );
      });

      it('a bridge that is none', { timeout: LONG }, async () => {
        await refuses(
          `${images.ping} --vif bridge=lo`,
          3,
          'CF7504',
          /no bridge lo on this machine for vif 0/,
        );
      });

      it('fewer vifs than devices', { timeout: LONG }, async () => {
        await refuses(`${images.firewall} ${VIF}`, 3, 'CF6004', /uses devices 0, 1, and there is 1 vif/);
      });

      it('an image that the host cannot read', { timeout: LONG }, async () => {
        const kernel = '--kernel /test/nowhere.elf';
        await refuses(
          `${images.ping} ${VIF} ${kernel}`,
          3,
          'CF7506',
          /cannot read the image \/test\/nowhere.elf/,
        );
      });

      it('a toolstack that gives up', { timeout: LONG }, async () => {
        await refuses(
          `${images.ping} ${VIF} --memory 1 --type pv`,
          3,
          'CF7507',
          /xl did not create launch-ping: \w/,
        );
      });

      it('a guest that crashes', { timeout: LONG }, async () => {
        const options = `${VIF} --name bent --kernel ${images.bent} --type pvh`;
        const crashed = /bent ended before its router ran: \w/;
        const error = await refuses(`${images.ping} ${options}`, 3, 'CF7508', crashed);
        expect(error.notes.at(-1)?.message).toMatch(/^clickforge: fatal: /);
        bed().evidence.show('launch-crash.txt', JSON.stringify(error, undefined, 1));
      });

      it('a vif whose backend does not come up', { timeout: LONG }, async () => {
        const options = `--name stuck ${VIF},script=/usr/bin/true --timeout 6`;
        const stuck = /vif 0 of stuck waits for its backend, whose state is 2 \(waiting\), after 6 s/;
        await refuses(`${images.ping} ${options}`, 3, 'CF7509', stuck);
      });

      it('a router that takes too long', { timeout: LONG }, async () => {
        const options = `--name late ${VIF},script=/usr/bin/true --timeout 0.5`;
        await refuses(`${images.ping} ${options}`, 6, 'CF7510', /late does not run after 0.5 s/);
      });
    });

    it('of many goes on where one fails', { timeout: LONG }, async () => {
      await cf(`launch ${images.ping} --vif bridge=xenbr0 --name many-1`);
      const told = await cf(`launch ${images.ping} --vif bridge=xenbr0 --name many --count 2`);
      expect(told).toMatchObject({ code: 3, diagnostics: [{ code: 'CF7505' }] });
      expect(told.domains?.map(({ name }) => name).sort()).toEqual(['many-2']);
      for (const name of ['many-1', 'many-2']) await cf(`destroy ${name}`);
      expect(await bed().sh('witness')).toBe(before);
    });
  });
}
