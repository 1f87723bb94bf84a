import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bed } from '../bed.ts';
import { foreignImage } from '../foreign-image.ts';

const LONG = 300_000;
const NAME = 'stock';
const CONFIG = `name="${NAME}"\ntype="pv"\nkernel="/test/clickos.elf"\nmemory=8\nvcpus=1\n`;

/** Longer than one piece, with all that has a meaning to shells, to Xenstore's tools or to Click. */
const FIREWALL = `FromDevice(0) -> counter :: Counter -> Print("it's $HOME \`x\` \\\\ \\"label\\"", MAXLENGTH 10)
${Array.from({ length: 60 }, (_, index) => `  -> c${index} :: Counter`).join('\n')} -> ToDevice(1);\n`;
const PING = 'FromDevice(0) -> pings :: Counter -> ToDevice(0);\n';
const FAILING = 'FromDevice(0) -> Print("Error") -> ToDevice(0);\n';
const MISTAKEN = 'FromDevice(0) -> Countre -> ToDevice(0);\n';

/** A guest of our own that plays a stock ClickOS, in the real Xenstore. */
export function stockClickos(bed: () => Bed): void {
  describe('a stock ClickOS', () => {
    const cf = async (line: string) => {
      const { code, stdout, stderr } = await bed().dom0.exec(`PATH=/test/bin:$PATH cf ${line}`, {
        timeoutSeconds: 120,
      });
      return { code, text: stdout + stderr };
    };
    /** What a command says, which has to succeed. */
    const says = async (line: string) => {
      const { code, text } = await cf(line);
      expect({ line, code, text }).toMatchObject({ code: 0 });
      return text;
    };
    const console = async (name = NAME) =>
      (await bed().dom0.get(`/var/log/xen/console/guest-${name}.log`)).toString('latin1');

    beforeAll(async () => {
      const { dom0, sh } = bed();
      const sources = ['store.c', 'clickos.c'].map((file) => `test/guest/clickos/${file}`);
      await dom0.put('/test/clickos.elf', await foreignImage('clickos', sources));
      const files = {
        'stock.cfg': CONFIG,
        'fw.click': FIREWALL,
        'ping.click': PING,
        'failing.click': FAILING,
      };
      for (const [name, data] of Object.entries({ ...files, 'mistaken.click': MISTAKEN }))
        await dom0.put(`/test/${name}`, { data, mode: 0o644 });
      await sh('xl create -q /test/stock.cfg');
    }, LONG);
    afterAll(async () => {
      await bed().dom0.exec(`xl destroy ${NAME}`);
    });

    it('gets a configuration whole, starts it, and says so', { timeout: LONG }, async () => {
      expect(await says(`inject ${NAME} fw.click`)).toMatch(/^stock: router 0 runs \(fw, 64 elements, /);
      const flat = await says('flatten fw.click --target clickos');
      expect((await console()).replaceAll('\r', '')).toContain(`${flat}\nStarting driver...`);
      expect(await bed().sh(`xenstore-ls /local/domain/$(xl domid ${NAME})/data/clickos/0/config`)).toContain(
        '2 = ',
      );
    });

    it('takes several routers, each with handlers, and lets them go', { timeout: LONG }, async () => {
      expect(await says(`inject ${NAME} ping.click --name pinger --no-start`)).toContain(
        'router 1 is installed',
      );
      expect(await says(`routers ${NAME}`)).toMatch(/0 +fw +Running\n +1 +pinger +Halted/);
      expect(await cf(`uninstall ${NAME} --router 0`)).toMatchObject({ code: 2 });
      expect(await says(`start ${NAME} --router 1`)).toContain('router 1 runs');
      expect(await cf(`start ${NAME} --router 1`)).toMatchObject({ code: 2 });
      expect(await says(`stop ${NAME} --router 0`)).toContain('router 0 is halted');
      expect(await says(`uninstall ${NAME} --router 0`)).toContain('router 0 is gone');
      expect(await says(`routers ${NAME}`)).not.toContain('fw');
    });

    it('is called by its handlers', { timeout: LONG }, async () => {
      const control = (words: string) => says(`control ${NAME} ${words} --through xenstore --router 1`);
      expect(await control('read pings.count')).toBe('0\n');
      await control("write pings.reset 'it is 7'");
      expect(await control('read pings.count')).toBe('it is 7\n');
    });

    it('tells on its console why it does not start', { timeout: LONG }, async () => {
      const { code, text } = await cf(`inject ${NAME} failing.click`);
      expect({ code, text }).toMatchObject({ code: 4 });
      expect(text).toContain('CF7606');
      expect(text).toContain("config:1: While configuring 'Error@1 :: Error':");
      await says(`uninstall ${NAME} --router 0 --force`);
    });

    it('gets nothing that is wrong, and nothing that is no ClickOS gets anything', {
      timeout: LONG,
    }, async () => {
      expect(await cf(`inject ${NAME} mistaken.click`)).toMatchObject({ code: 1 });
      expect(await cf('inject nobody ping.click')).toMatchObject({ code: 3 });
      const other = await cf('inject Domain-0 ping.click --timeout 1');
      expect(other).toMatchObject({ code: 3 });
      expect(other.text).toContain('CF7603');
    });

    it('is started with its configuration by one command, or not at all', { timeout: LONG }, async () => {
      const { sh, evidence } = bed();
      const launch = '--base clickos.elf --vif bridge=xenbr0 --vif bridge=xenbr1 --name other --timeout 60';
      const before = await sh('witness');
      const told = await says(`launch fw.click ${launch} --timeline`);
      expect(told).toMatch(/^other: its router runs, in domain \d+\n/);
      evidence.show('clickos-launch.txt', told);
      expect(await says('routers other')).toMatch(/0 +fw +Running/);
      const flat = await says('flatten fw.click --target clickos');
      expect((await console('other')).replaceAll('\r', '')).toContain(`${flat}\nStarting driver...`);
      await says('destroy other');
      const failed = await cf(`launch failing.click ${launch}`);
      expect(failed).toMatchObject({ code: 3, text: expect.stringContaining('CF7508') });
      expect(failed.text).toContain("note: config:1: While configuring 'Error@1 :: Error':");
      expect(await cf(`launch mistaken.click ${launch}`)).toMatchObject({ code: 1 });
      expect(await says('launch clickos.elf --name other')).toContain('waits for its configuration');
      await says('destroy other');
      expect(await sh('witness')).toBe(before);
    });

    it('is started so by a script, too, on a host without clickforge', { timeout: LONG }, async () => {
      const { sh, dom0 } = bed();
      const launch = '--base clickos.elf --vif bridge=xenbr0 --vif bridge=xenbr1 --name other --script';
      await says(`launch fw.click ${launch} -o /test/launch.sh`);
      expect(await sh('sh /test/launch.sh', 120)).toMatch(/router 0 of domain \d+ runs/);
      expect(await says('routers other')).toMatch(/0 +fw +Running/);
      await says('destroy other');
      await says(`launch failing.click ${launch} -o /test/launch.sh`);
      const failed = await dom0.exec('sh /test/launch.sh; code=$?; ls /tmp >&2; exit $code', {
        timeoutSeconds: 120,
      });
      expect(failed).toMatchObject({ code: 4 });
      expect(failed.stderr).toContain('Router init failed!');
      expect(failed.stderr).not.toContain('tmp.');
      expect(await sh('xl list')).not.toContain('other');
    });

    it('gets the same from a script, on a host without clickforge', { timeout: LONG }, async () => {
      const { sh, dom0 } = bed();
      await says('inject nobody fw.click --script -o /test/inject.sh');
      expect(await sh(`sh /test/inject.sh ${NAME}`)).toContain('router 0 of domain');
      const domain = `/local/domain/$(xl domid ${NAME})/data/clickos/0/config`;
      const stored = await sh(`for i in $(xenstore-list ${domain}); do xenstore-read -R ${domain}/$i; done`);
      expect(stored.trimEnd()).toBe((await says('flatten fw.click --target clickos')).trimEnd());
      expect((await dom0.exec('sh /test/inject.sh nobody')).code).toBe(3);
      await says('inject stock failing.click --script -o /test/failing.sh');
      const failed = await dom0.exec('sh /test/failing.sh');
      expect(failed).toMatchObject({ code: 4 });
      expect(failed.stderr).toContain('Router init failed!');
      bed().evidence.show('clickos-console.txt', await console());
    });
  });
}
