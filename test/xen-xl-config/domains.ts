import * as fc from 'fast-check';
import { printValue, printVif, type XlVif, xlString } from '../../src/xen-xl-config/index.ts';

/** Whole xl.cfg files as people write them: all that a VNF needs, in any order, with comments, `+=` and repeats. */

const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,11}$/);
// What JSON and a terminal carry alike; everything else is the business of xl's library alone.
const text = fc
  .string({ unit: 'grapheme', maxLength: 30 })
  .filter((each) => !/[\0\ufffd\ud800-\udfff]/.test(each));
const quoted = text.map((each) => printValue(xlString(each)));
const mac = fc
  .uint8Array({ minLength: 3, maxLength: 3 })
  .map((bytes) => ['00', '16', '3e', ...Buffer.from(bytes).toString('hex').match(/../g)!].join(':'));

const vif: fc.Arbitrary<string> = fc
  .record<XlVif>(
    {
      mac,
      bridge: word,
      script: fc.constantFrom('vif-bridge', 'vif-openvswitch', 'vif-route'),
      model: fc.constantFrom('e1000', 'rtl8139'),
      ip: fc.constantFrom('10.0.0.1', '192.168.7.9'),
      vifname: fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/),
      type: fc.constantFrom('vif', 'ioemu'),
      rate: fc.constantFrom('10Mb/s', '250KB/s@20ms', '1GB/s', '9b/s'),
      mtu: fc.constantFrom('1500', '9000'),
      devid: fc.integer({ min: 0, max: 31 }).map(String),
      backend: word,
    },
    { requiredKeys: [] },
  )
  .map(printVif);
const odd = fc.constantFrom(
  'brdge=a',
  'bridge =a',
  'mac=none',
  'mac=00:16:3e:00:00:01, bridge=b',
  'rate=fast',
);
const vifs = fc
  .array(fc.oneof({ weight: 6, arbitrary: vif }, { weight: 1, arbitrary: odd }), { maxLength: 4 })
  .map((items) => `[${items.map((item) => printValue(xlString(item))).join(', ')}]`);

const number = fc.oneof(
  fc.integer({ min: 1, max: 100_000 }).map(String),
  fc.integer({ min: 1, max: 4096 }).map((each) => `0x${each.toString(16)}`),
  fc.integer({ min: 1, max: 4096 }).map((each) => `"${each}"`),
  fc.constantFrom('"8M"', '08', '0', '"two"'),
);
const action = fc.constantFrom(
  ...[
    '"destroy"',
    '"restart"',
    '"rename-restart"',
    '"preserve"',
    '"coredump-destroy"',
    '"coredump-restart"',
    '"sleep"',
  ],
);

const VALUES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  name: word.map((each) => `"${each}"`),
  type: fc.constantFrom('"pv"', '"pvh"', '"p"', '"xen"'),
  kernel: quoted,
  ramdisk: quoted,
  cmdline: quoted,
  root: quoted,
  extra: quoted,
  memory: number,
  maxmem: number,
  vcpus: fc.integer({ min: 0, max: 8 }).map(String),
  vif: vifs,
  on_poweroff: action,
  on_reboot: action,
  on_crash: action,
};

const statement = fc
  .constantFrom(...Object.keys(VALUES))
  .chain((name) => VALUES[name]!.map((value) => ({ name, value })));
const operator = fc.oneof(
  { weight: 9, arbitrary: fc.constant('=') },
  { weight: 1, arbitrary: fc.constant('+=') },
);
const tail = fc.constantFrom('\n', '\n\n', ' # as agreed\n', ' ; \n', ';', '\n# "not a string\n');

const line = fc
  .record({ statement, operator, tail })
  .map(({ statement: { name, value }, operator: sign, tail: end }) => `${name} ${sign} ${value}${end}`);

export const domainFiles = fc
  .array(line, { maxLength: 10 })
  .map((lines) => `name = "vnf"\nkernel = "/images/vnf.elf"\nmemory = 8\n${lines.join('')}\n`);
