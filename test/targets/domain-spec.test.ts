import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImageNeeds } from '../../src/image/inspect.ts';
import { type DomainRequest, domainSpec, requestOfVnf } from '../../src/targets/domain-spec.ts';

const image: ImageNeeds = {
  entries: { pv: true, pvh: true },
  digest: 'ab'.repeat(32),
  devices: [0, 1],
  footprint: 1_500_000,
  tables: 0,
  memoryNeed: 3_500_000,
  text: 'in :: FromDevice(0);\nout :: ToDevice(1);\nin -> out;\n',
  places: new Map([
    [0, [0, 19]],
    [1, [21, 39]],
  ]),
};
const request: DomainRequest = { name: 'firewall', kernel: '/images/fw', vifs: ['bridge=out', 'bridge=in'] };

const ask = (changes: Partial<DomainRequest> = {}, other: Partial<ImageNeeds> = {}) =>
  domainSpec({ ...request, ...changes }, { ...image, ...other });
const findings = (...args: Parameters<typeof ask>) =>
  ask(...args).diagnostics.map(({ code, severity, message }) => `${code} ${severity}: ${message}`);

describe('a domain', () => {
  test('has defaults for everything but name, kernel and vifs', () => {
    const { domain, diagnostics } = ask();
    expect(diagnostics).toEqual([]);
    expect(domain).toMatchObject({
      name: 'firewall',
      type: 'pv',
      memory: 4,
      vcpus: 1,
      kernel: '/images/fw',
      vifs: [{ bridge: 'out' }, { bridge: 'in' }],
      onPoweroff: 'destroy',
      onReboot: 'restart',
      onCrash: 'destroy',
    });
  });

  test('is PVH when that is all that the image can be', () => {
    expect(ask({}, { entries: { pv: false, pvh: true } }).domain).toMatchObject({ type: 'pvh' });
  });

  test('keeps its addresses and UUID from one description to the next, and no other domain has them', () => {
    const [first, again, other] = [ask().domain!, ask().domain!, ask({ name: 'firewall-2' }).domain!];
    expect(again).toEqual(first);
    const all = [...first.vifs, ...other.vifs].map(({ mac }) => mac);
    expect(new Set(all).size).toBe(4);
    for (const mac of all) expect(mac).toMatch(/^00:16:3e(:[0-9a-f]{2}){3}$/);
    expect(first.uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(other.uuid).not.toBe(first.uuid);
  });

  test('takes what a vif says', () => {
    const vif = 'mac=00-16-3E-1-2-3,bridge=ovs0.100,script=vif-openvswitch,model=netfront,rate=10Mb/s';
    expect(ask({ vifs: [vif] }, { devices: [0] }).domain?.vifs).toEqual([
      {
        mac: '00:16:3e:01:02:03',
        bridge: 'ovs0',
        vlan: 100,
        script: 'vif-openvswitch',
        model: 'netfront',
        rate: '10Mb/s',
      },
    ]);
  });
});

describe('memory', () => {
  test.each([
    [1_000_000, 4],
    [4 * 1024 * 1024, 4],
    [4 * 1024 * 1024 + 1, 5],
    [40_000_000, 39],
  ])('of a need of %d bytes', (memoryNeed, memory) => {
    expect(ask({}, { memoryNeed }).domain?.memory).toBe(memory);
  });

  test('that the tables do not fit into is refused', () => {
    const [problem] = findings({ memory: 8 }, { tables: 8 << 20, memoryNeed: 12 << 20 });
    expect(problem).toMatch(/^CF6002 error: the image and its tables take \d+ KiB, more than 8 MiB$/);
    expect(findings({ memory: 12 }, { tables: 8 << 20, memoryNeed: 12 << 20 })).toEqual([]);
  });

  test('that may be too little is told, and that is all', () => {
    expect(findings({ memory: 3 })).toEqual([
      'CF6010 warning: 3 MiB may be too little for this configuration',
    ]);
    expect(ask({ memory: 3 }).domain?.memory).toBe(3);
  });
});

describe('a vif', () => {
  const vif = (text: string) => ask({ vifs: [text] }, { devices: [0] }).domain?.vifs[0];

  test('with a VLAN is a port of Open vSwitch', () => {
    expect(vif('bridge=ovs0,vlan=7')).toMatchObject({ bridge: 'ovs0', vlan: 7, script: 'vif-openvswitch' });
  });

  test('with an address alone is routed', () => {
    expect(vif('ip=10.0.0.2')).toMatchObject({ ip: '10.0.0.2', script: 'vif-route' });
  });

  test('of a plain bridge is left to the toolstack, whatever the name of the bridge', () => {
    const { mac: _, ...rest } = vif('bridge=br0.7')!;
    expect(rest).toEqual({ bridge: 'br0.7' });
  });
});

test('processors that nothing would use are told', () => {
  expect(findings({ vcpus: 2 })).toEqual([
    'CF6009 warning: the router runs on one of the 2 processors, and the others wait',
  ]);
});

test('a vnf.yaml asks for the same things under names of its own', () => {
  const { domain } = ask(
    requestOfVnf({
      name: 'gate',
      uuid: '685497E6-1B1F-8F5B-8B0F-000000000001',
      memory: 16,
      type: 'pvh',
      vifs: [{ bridge: 'a' }, { mac: '00:16:3E:00:00:01', ip: '10.0.0.2' }],
      console: 'none',
      on_poweroff: 'restart',
      on_reboot: 'destroy',
      on_crash: 'preserve',
      cmdline: 'a b',
      autostart: true,
      description: 'for people',
    }),
  );
  expect(domain).toEqual({
    name: 'gate',
    uuid: '685497e6-1b1f-8f5b-8b0f-000000000001',
    memory: 16,
    type: 'pvh',
    vcpus: 1,
    kernel: '/images/fw',
    commandLine: 'a b',
    vifs: [
      { bridge: 'a', mac: expect.stringMatching(/^00:16:3e/) },
      { mac: '00:16:3e:00:00:01', ip: '10.0.0.2', script: 'vif-route' },
    ],
    console: 'none',
    onPoweroff: 'restart',
    onReboot: 'destroy',
    onCrash: 'preserve',
    autostart: true,
  });
});

describe('what is refused', () => {
  test.each([
    ['a/b', 'CF6001 error: the domain name "a/b" holds odd characters'],
    ['', 'CF6001 error: the domain name "" holds odd characters'],
    ['x'.repeat(129), 'CF6001 error: the domain name has more than 128 characters'],
    ['17', 'CF6001 error: the domain name 17 means something else to xl'],
    ['..', 'CF6001 error: the domain name .. means something else to xl'],
    ['-a', 'CF6001 error: the domain name -a means something else to xl'],
    ['Domain-0', 'CF6001 error: the domain name Domain-0 means something else to xl'],
  ])('the name %j', (name, finding) => {
    expect(findings({ name })).toEqual([finding]);
  });

  test.each([
    [0, 'CF6002 error: 0 is no memory size'],
    [4.5, 'CF6002 error: 4.5 is no memory size'],
    [1, 'CF6002 error: the image alone takes 1465 KiB, more than 1 MiB'],
  ])('a memory of %d MiB', (memory, finding) => {
    expect(findings({ memory })).toEqual([finding]);
  });

  test.each([
    ['mac=no,bridge=a', 'CF6003 error: vif 0: "no" is no MAC address'],
    ['brdge=a', 'CF6003 error: vif 0: "brdge=a" is nothing that is known here'],
    ['bridge =a', 'CF6003 error: vif 0: xl drops "bridge =a"'],
    ['bridge= a', 'CF6003 error: vif 0: xl keeps the blanks around " a" as part of the bridge'],
    ['bridge=', 'CF6003 error: vif 0: "" is no bridge'],
    ['bridge=a/b', 'CF6003 error: vif 0: "a/b" is no bridge'],
    ['mac=00:16:3e:00:00:01', 'CF6003 error: vif 0: it is connected to nothing'],
    ['bridge=a,rate=10', 'CF6003 error: vif 0: "10" is no rate'],
    ['bridge=a,ip=10.0.0', 'CF6003 error: vif 0: "10.0.0" is no ip'],
    ['bridge=a,vlan=4095', 'CF6003 error: vif 0: "vlan=4095" is no VLAN'],
    ['bridge=a,vlan=', 'CF6003 error: vif 0: "vlan=" is no VLAN'],
    ['bridge=a,vlan=7,script=vif-bridge', 'CF6003 error: vif 0: only a port of Open vSwitch can have a VLAN'],
    ['bridge=a,mac=01:00:5e:00:00:01', 'CF6006 error: vif 0: 01:00:5e:00:00:01 is the address of a group'],
    ['bridge=a,mac=00:00:00:00:00:00', 'CF6006 error: vif 0: 00:00:00:00:00:00 is no address'],
  ])('the vif %s', (vif, finding) => {
    expect(findings({ vifs: [vif] }, { devices: [0] })).toContain(finding);
  });

  test('two vifs of one address', () => {
    const vifs = ['bridge=a,mac=00:16:3e:00:00:01', 'bridge=b,mac=00:16:3E:0:0:1'];
    expect(findings({ vifs })).toEqual([
      'CF6007 error: vif 1 has the MAC address of vif 0, 00:16:3e:00:00:01',
    ]);
  });

  test('a type that the image has no entry for', () => {
    expect(findings({ type: 'pvh' }, { entries: { pv: true, pvh: false } })).toEqual([
      'CF6008 error: the image has no PVH entry',
    ]);
  });
});

describe('vifs and devices', () => {
  test.each([
    [1, [0, 1], ['CF6004 error: the configuration uses devices 0, 1, and there is 1 vif']],
    [0, [0], ['CF6004 error: the configuration uses device 0, and there are 0 vifs']],
    [1, [1], ['CF6004 error: the configuration uses device 1, and there is 1 vif']],
    [2, [1], []],
    [0, [], []],
    [
      3,
      [0],
      [
        'CF6005 warning: the configuration does not use vif 1',
        'CF6005 warning: the configuration does not use vif 2',
      ],
    ],
  ])('%d vifs for devices %j', (count, devices, expected) => {
    const vifs = Array.from({ length: count }, (_, index) => `bridge=b${index}`);
    expect(findings({ vifs }, { devices })).toEqual(expected);
  });

  test('a missing vif points to the element that needs it', () => {
    const { diagnostics } = ask({ vifs: ['bridge=a'] });
    expect(diagnostics).toMatchObject([{ span: { start: 21, end: 39 } }]);
  });

  test('there is a domain exactly when no error is found, and every finding has a hint', () => {
    const vif = fc.constantFrom('bridge=a', 'bridge=a,mac=00:16:3e:00:00:01', 'x=y', '', 'script=s,model=m');
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(vif, { maxLength: 4 }),
        fc.uniqueArray(fc.nat({ max: 5 })),
        fc.integer({ min: -1, max: 9 }),
        (name, vifs, devices, memory) => {
          const { domain, diagnostics } = ask({ name, vifs, memory }, { devices });
          expect(domain === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
          for (const { hint } of diagnostics) expect(hint).toBeTruthy();
        },
      ),
    );
  });
});
