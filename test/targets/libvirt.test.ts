import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DomainSpec } from '../../src/targets/domain-spec.ts';
import { renderLibvirt } from '../../src/targets/libvirt.ts';

const firewall: DomainSpec = {
  name: 'firewall',
  uuid: '685497e6-1b1f-8f5b-8b0f-000000000001',
  type: 'pv',
  memory: 4,
  vcpus: 1,
  kernel: '/images/<fire> & "wall".elf',
  commandLine: 'a < b && "c" \'d\'',
  vifs: [
    { mac: '00:16:3e:00:00:01', bridge: 'outside', rate: '10Mb/s', model: 'netfront' },
    { mac: '00:16:3e:00:00:02', bridge: 'ovs0', vlan: 7, script: 'vif-openvswitch' },
    { mac: '00:16:3e:00:00:03', ip: '10.0.0.2/24', script: 'vif-route' },
  ],
  console: 'pty',
  onPoweroff: 'destroy',
  onReboot: 'restart',
  onCrash: 'destroy',
  autostart: false,
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clickforge-libvirt-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** libvirt's own judge. */
function validate(xml: string): void {
  const path = join(folder, 'domain.xml');
  writeFileSync(path, xml);
  execFileSync('virt-xml-validate', [path, 'domain'], { stdio: 'pipe' });
}

describe.each(['libvirt', 'openvim'] as const)('in the style of %s', (style) => {
  test.each(['pv', 'pvh'] as const)('a domain of type %s is what the schema allows', async (type) => {
    validate(await renderLibvirt({ ...firewall, type }, style));
  });

  test('a domain without vifs and console', async () => {
    const xml = await renderLibvirt({ ...firewall, vifs: [], console: 'none' }, style);
    validate(xml);
    expect(xml).not.toMatch(/<(interface|console)/);
  });
});

test('the judge refuses what is wrong', async () => {
  const xml = await renderLibvirt(firewall);
  expect(() => validate(xml.replace('<os>', '<os><odd/>'))).toThrow(/fails to validate/);
});

test('everything is where libvirt looks for it', async () => {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false });
  const { domain } = parser.parse(await renderLibvirt({ ...firewall, ramdisk: '/images/plan' }));
  expect(domain).toMatchObject({
    '@type': 'xen',
    name: 'firewall',
    uuid: firewall.uuid,
    memory: { '#text': '4096', '@unit': 'KiB' },
    vcpu: { '#text': '1' },
    os: {
      type: { '#text': 'linux', '@machine': 'xenpv', '@arch': 'x86_64' },
      kernel: firewall.kernel,
      initrd: '/images/plan',
      cmdline: firewall.commandLine,
    },
    on_reboot: 'restart',
    devices: {
      interface: [
        {
          '@type': 'bridge',
          mac: { '@address': '00:16:3e:00:00:01' },
          source: { '@bridge': 'outside' },
          model: { '@type': 'netfront' },
          bandwidth: { outbound: { '@average': '1221' } },
        },
        {
          '@type': 'bridge',
          source: { '@bridge': 'ovs0' },
          virtualport: { '@type': 'openvswitch' },
          vlan: { tag: { '@id': '7' } },
          script: { '@path': 'vif-openvswitch' },
        },
        {
          '@type': 'ethernet',
          ip: { '@address': '10.0.0.2', '@prefix': '24' },
          script: { '@path': 'vif-route' },
        },
      ],
      console: { '@type': 'pty', target: { '@type': 'xen', '@port': '0' } },
    },
  });
});

test("OpenVIM's own form", async () => {
  const xml = await renderLibvirt(firewall, 'openvim');
  expect(xml).toContain('<type arch="x86_64" machine="xenpv">xen</type>');
  expect(xml).toMatch(
    /<features>\s*<acpi\/>\s*<apic\/>\s*<pae\/>\s*<\/features>\s*<cpu mode="host-model"\/>/,
  );
});
