import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DomainSpec } from '../../src/targets/domain-spec.ts';
import { renderXl } from '../../src/targets/xl.ts';
import { check, parse } from '../../src/xen-xl-config/index.ts';
import { xlView } from '../xen-xl-config/xl-view.ts';

const firewall: DomainSpec = {
  name: 'firewall',
  uuid: '685497e6-1b1f-8f5b-8b0f-000000000001',
  type: 'pv',
  memory: 4,
  vcpus: 1,
  kernel: '/images/firewall.elf',
  vifs: [
    { mac: '00:16:3e:00:00:01', bridge: 'outside' },
    { mac: '00:16:3e:00:00:02', bridge: 'inside', rate: '10Mb/s' },
  ],
  onPoweroff: 'destroy',
  onReboot: 'restart',
  onCrash: 'destroy',
  console: 'pty',
  autostart: false,
};

test('a firewall between two bridges', () => {
  expect(renderXl(firewall)).toBe(`name = "firewall"
uuid = "685497e6-1b1f-8f5b-8b0f-000000000001"
type = "pv"
kernel = "/images/firewall.elf"
memory = 4
vcpus = 1
vif = [
  "mac=00:16:3e:00:00:01,bridge=outside",
  "mac=00:16:3e:00:00:02,bridge=inside,rate=10Mb/s",
]
on_poweroff = "destroy"
on_reboot = "restart"
on_crash = "destroy"
`);
});

test('a port of Open vSwitch, a routed vif and a module', () => {
  const vifs = [
    { mac: '00:16:3e:00:00:01', bridge: 'ovs0', vlan: 7, script: 'vif-openvswitch' },
    { mac: '00:16:3e:00:00:02', ip: '10.0.0.2', script: 'vif-route' },
  ];
  const text = renderXl({ ...firewall, vifs, ramdisk: '/images/plan' });
  expect(text).toContain('"mac=00:16:3e:00:00:01,bridge=ovs0.7,script=vif-openvswitch"');
  expect(text).toContain('"mac=00:16:3e:00:00:02,ip=10.0.0.2,script=vif-route"');
  expect(text).toContain('ramdisk = "/images/plan"\n');
});

test('xl reads every domain as it was meant', () => {
  const text = fc.string({ unit: 'binary' }).map((each) => each.replaceAll('\0', ''));
  const word = fc.stringMatching(/^[A-Za-z0-9_.-]{1,15}$/);
  const vif = fc.record({ mac: fc.constantFrom('00:16:3e:00:00:01', '00:16:3e:aa:bb:cc'), bridge: word });
  const domain = fc.record({
    name: word.filter((name) => /[A-Za-z]/.test(name)),
    kernel: text,
    ramdisk: text,
    commandLine: text,
    type: fc.constantFrom('pv' as const, 'pvh' as const),
    memory: fc.integer({ min: 1, max: 1 << 20 }),
    vifs: fc.array(vif, { maxLength: 4 }),
    onCrash: fc.constantFrom('destroy' as const, 'preserve' as const),
  });
  fc.assert(
    fc.property(domain, (changes) => {
      const spec = { ...firewall, ...changes };
      const { document, problems } = parse(renderXl(spec));
      expect([...problems, ...check(document)]).toEqual([]);
      expect(xlView(document)).toEqual({
        name: spec.name,
        type: spec.type,
        memory: spec.memory,
        maxmem: spec.memory,
        vcpus: 1,
        kernel: spec.kernel,
        ramdisk: spec.ramdisk,
        cmdline: spec.commandLine,
        on_reboot: 'restart',
        ...(spec.onCrash === 'preserve' ? { on_crash: 'preserve' } : {}),
        ...(spec.vifs.length > 0 ? { nics: spec.vifs.map((each, devid) => ({ devid, ...each })) } : {}),
      });
    }),
  );
});
