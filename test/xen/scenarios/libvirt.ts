import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, settings } from '../../../src/xen-xl-config/index.ts';
import type { Bed } from '../bed.ts';
import { buildImage, clickforge, consolePath } from '../guest.ts';

const LONG = 300_000;
const PING = new URL('../../../images/ping-responder/ping-responder.click', import.meta.url);
const FIREWALL = new URL('../../../images/firewall/firewall.click', import.meta.url);
const VIRSH = 'virsh -q -c xen:///system';
const VIF = ['--vif', 'bridge=xenbr0,mac=00:16:3e:00:00:40'];

/** The built command line and what it writes, on the real libvirtd with its libxl driver. */
export function libvirt(bed: () => Bed): void {
  let ping = '';
  let firewall = '';

  /** What libvirt makes of a description, as xl reads it. */
  const native = async (image: string, ...args: string[]) => {
    const xml = await clickforge('emit', 'libvirt', image, ...args);
    await bed().dom0.put('/test/domain.xml', { data: xml, mode: 0o644 });
    const text = await bed().sh(`${VIRSH} domxml-to-native xen-xl /test/domain.xml`);
    bed().evidence.keep(
      `libvirt-${args
        .join('_')
        .replace(/[^a-z0-9]+/gi, '_')
        .slice(0, 60)}.txt`,
      `${xml}\n${text}`,
    );
    const all = settings(parse(text).document);
    const textOf = (name: string) => {
      const value = all.get(name)?.value;
      return value?.kind === 'list'
        ? value.items.map((item) => ('text' in item ? item.text : ''))
        : value?.text;
    };
    return {
      name: textOf('name'),
      memory: textOf('memory'),
      kernel: textOf('kernel'),
      type: textOf('type'),
      vif: textOf('vif'),
    };
  };

  describe('libvirt', () => {
    beforeAll(async () => {
      ping = await buildImage(bed(), PING, 'libvirt-ping');
      firewall = await buildImage(bed(), FIREWALL, 'libvirt-firewall');
      await bed().sh('libvirt-start', 120);
    }, LONG);
    afterAll(
      () =>
        bed().sh(
          `for name in $(${VIRSH} list --name); do [ $name = Domain-0 ] || ${VIRSH} destroy $name; done`,
        ),
      LONG,
    );

    it('defines, starts, ends and forgets a domain', { timeout: LONG }, async () => {
      const read = await native(ping, ...VIF, '--name', 'defined');
      const vif = [expect.stringContaining('bridge=xenbr0')];
      expect(read).toMatchObject({ name: 'defined', memory: '4', kernel: ping, vif });
      const steps = [
        `${VIRSH} define /test/domain.xml`,
        `${VIRSH} start defined`,
        `await 20 grep -aq 'router running' ${consolePath('defined')}`,
        `${VIRSH} destroy defined`,
        `${VIRSH} undefine defined`,
      ];
      await bed().sh(steps.join(' && '), 120);
      expect(await bed().sh(`${VIRSH} list --all --name`)).not.toContain('defined');
    });

    it('takes the form that OpenVIM writes', { timeout: LONG }, async () => {
      const read = await native(ping, ...VIF, '--name', 'openvim', '--style', 'openvim');
      expect(read).toMatchObject({ name: 'openvim', memory: '4', kernel: ping });
      await bed().sh(`${VIRSH} define /test/domain.xml && ${VIRSH} undefine openvim`);
    });

    it('understands a port of Open vSwitch with its VLAN, and a routed vif', { timeout: LONG }, async () => {
      const vifs = [
        '--vif',
        'bridge=ovs0,vlan=7,mac=00:16:3e:00:00:41',
        '--vif',
        'ip=10.0.0.9,mac=00:16:3e:00:00:42',
      ];
      const { vif } = await native(firewall, ...vifs, '--name', 'net');
      expect(vif?.[0]).toMatch(
        /bridge=ovs0\.7.*script=vif-openvswitch|script=vif-openvswitch.*bridge=ovs0\.7/,
      );
      expect(vif?.[1]).toMatch(/ip=10\.0\.0\.9/);
      expect(vif?.[1]).toMatch(/script=vif-route/);
    });

    it('launches a domain, gives its console, and ends it', { timeout: LONG }, async () => {
      const cf = (command: string) => bed().sh(`cf ${command} --toolstack virsh`, 120);
      const started = await cf(`launch ${ping} ${VIF.join(' ')} --name virt --type pvh`);
      expect(started).toMatch(/^virt: its router runs, in domain [0-9]+\n$/);
      expect(await cf('list')).toMatch(/^virt +[0-9]+ +(running|idle)/m);
      expect(await cf('status virt')).toContain('backend connected, guest connected');
      expect(await cf('control virt read pings.count --timeout 30')).toBe('0\n');
      expect(await cf('stop virt')).toBe('virt: stopped\n');
      expect(await bed().sh('xl list')).not.toContain('virt');
    });
  });
}
