import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildCommand } from '../../src/commands/build.ts';
import { verifyCommand } from '../../src/commands/bundle/verify.ts';
import { checkCommand } from '../../src/commands/check.ts';
import { emitCommand } from '../../src/commands/emit.ts';
import { extractCommand } from '../../src/commands/extract.ts';
import { flattenCommand } from '../../src/commands/flatten.ts';
import { formatCommand } from '../../src/commands/format.ts';
import { inspectCommand } from '../../src/commands/inspect.ts';
import { simulateCommand } from '../../src/commands/simulate.ts';
import { ConsoleStream } from '../../src/toolstack/console-stream.ts';
import { parseAnswer } from '../../src/toolstack/control.ts';
import { check, parse, print, settings } from '../../src/xen-xl-config/index.ts';
import { Xenstore } from '../../src/xenstore/client.ts';
import { XenstoreError } from '../../src/xenstore/error.ts';
import { encode, TYPE } from '../../src/xenstore/wire.ts';
import { runCommand } from '../commands/run-command.ts';
import { parsePacket } from '../elements/packet-notation.ts';
import { writePcap } from '../elements/pcap.ts';
import { cloudReaders } from './cloud-readers.ts';
import { command } from './command.ts';
import type { Reader } from './reader.ts';
import { seal } from './seal.ts';

const CONFIGURATION = 'FromDevice(0) -> c :: Counter -> Queue -> ToDevice(1); FromDevice(1) -> Discard;';
const CONFIGURATION_FILE = Buffer.from(CONFIGURATION);
const VIFS = ['--vif', 'bridge=a', '--vif', 'bridge=b'];

const { system } = await runCommand(['build', 'vnf.click', '-o', 'vnf.elf'], {
  '/vnf/vnf.click': CONFIGURATION,
});
const image = system.volume.readFileSync('/vnf/vnf.elf') as Buffer;

const module = await runCommand(['build', 'vnf.click', '--delivery', 'module', '-o', 'vnf.plan'], {
  '/vnf/vnf.click': CONFIGURATION,
});
const plan = module.system.volume.readFileSync('/vnf/vnf.plan') as Buffer;

const vnf = (bytes: Buffer) => ({ '/vnf/vnf.elf': image, '/vnf/vnf.yaml': bytes });

async function packed(kind: string): Promise<Buffer> {
  const args = ['bundle', 'vnf.elf', ...VIFS, '--as', kind, '-o', 'packed'];
  const ran = await runCommand(args, { '/vnf/vnf.elf': image });
  return ran.system.volume.readFileSync('/vnf/packed') as Buffer;
}

/** Configurations of the recipes and of the checkout's own tests. */
async function configurations(): Promise<string[]> {
  const images = fileURLToPath(new URL('../../images/', import.meta.url));
  const names = readdirSync(images).filter((name) => existsSync(`${images}${name}/${name}.click`));
  const elements = fileURLToPath(new URL('../../test/elements/', import.meta.url));
  const cases = readdirSync(elements).filter((name) => name.endsWith('.case'));
  const parts = cases.flatMap((name) =>
    readFileSync(elements + name, 'latin1')
      .split(/^--- config\n/m)
      .slice(1),
  );
  return [
    ...names.map((name) => readFileSync(`${images}${name}/${name}.click`, 'latin1')),
    ...parts.map((text) => text.split(/^(?:---|===) /m)[0]!),
    'elementclass X { $a, K $b | input -> Null($a) -> output || ... } require(x); define($v 1); X(1, K 2)[0] => [0]Idle;',
  ];
}

export const READERS: Readonly<Record<string, Reader>> = {
  ...cloudReaders(image),
  check: {
    seeds: configurations,
    read: command(checkCommand, ['check', 'a.click'], (bytes) => ({ '/vnf/a.click': bytes })),
    longest: 4_000,
  },
  flatten: {
    seeds: configurations,
    read: command(flattenCommand, ['flatten', 'a.click', '--minify', '--remove-dead'], (bytes) => ({
      '/vnf/a.click': bytes,
    })),
    longest: 4_000,
  },
  format: {
    seeds: configurations,
    read: command(formatCommand, ['format', 'a.click'], (bytes) => ({ '/vnf/a.click': bytes })),
    longest: 4_000,
  },
  build: {
    seeds: configurations,
    read: command(buildCommand, ['build', 'a.click', '-o', 'out/a.elf'], (bytes) => ({
      '/vnf/a.click': bytes,
    })),
    longest: 4_000,
  },
  inspect: {
    seeds: async () => [image, plan],
    read: command(inspectCommand, ['inspect', 'a.elf'], (bytes) => ({ '/vnf/a.elf': seal(bytes) })),
    longest: 1 << 20,
  },
  extract: {
    seeds: async () => [image, plan],
    read: command(extractCommand, ['extract', 'a.elf', '-o', 'out/a.click'], (bytes) => ({
      '/vnf/a.elf': seal(bytes),
    })),
    longest: 1 << 20,
  },
  base: {
    seeds: async () => [image],
    read: command(buildCommand, ['build', 'a.click', '--base', 'a.elf', '-o', 'out/b.elf'], (bytes) => ({
      '/vnf/a.click': CONFIGURATION_FILE,
      '/vnf/a.elf': bytes,
    })),
    longest: 1 << 20,
  },
  'xl-config': {
    seeds: async () => [
      (await runCommand(['emit', 'xl', 'vnf.elf', ...VIFS], { '/vnf/vnf.elf': image })).output,
      `# c\nname = "a\\n"\nvif = [ 'mac=00:16:3e:00:00:01,bridge=b', "rate=1Mb/s@20ms" ]\nmemory += 0x10\n`,
    ],
    read: (bytes) => {
      const text = bytes.toString('latin1');
      const { document, problems } = parse(text);
      if (print(document) !== text) throw new Error('printed otherwise');
      settings(document);
      const codes = [...problems, ...check(document)].map(({ code }) => code);
      return [[...new Set(codes)].sort().join(' ')];
    },
    longest: 4_000,
  },
  capture: {
    seeds: async () => {
      const packet = parsePacket(
        'ether 2:0:0:0:0:1 > 2:0:0:0:0:2 / ip 10.0.0.1 > 10.0.0.2 / udp 1 > 2 / "x"',
      );
      const files = {
        '/vnf/a.click': CONFIGURATION,
        '/vnf/in': Buffer.from(writePcap([{ time: 0n, bytes: packet }])),
      };
      const ran = await runCommand(['simulate', 'a.click', '--in', '0=in', '--out', '1=out.pcapng'], files);
      return [files['/vnf/in'], ran.system.volume.readFileSync('/vnf/out.pcapng') as Buffer];
    },
    read: command(
      simulateCommand,
      ['simulate', 'a.click', '--in', '0=in', '--out', '1=out/a.pcap', '--expect', '1=in'],
      (bytes) => ({
        '/vnf/a.click': CONFIGURATION_FILE,
        '/vnf/in': bytes,
      }),
    ),
    longest: 2_000,
  },
  vnf: {
    seeds: async () => [
      'name: a\nmemory: 8\ntype: pvh\nvifs: [{ bridge: a, mac: "00:16:3e:00:00:01" }, { bridge: b }]\nautostart: true\n',
      'vifs:\n  - bridge: &x a\n    rate: 10Mb/s\n  - { bridge: *x, script: vif-openvswitch }\nuuid: 12345678-1234-4234-8234-123456789abc\n',
    ],
    read: command(emitCommand, ['emit', 'libvirt', 'vnf.elf', '-o', 'out/a.xml'], vnf),
    longest: 2_000,
  },
  package: {
    seeds: () => Promise.all(['tar', 'oci', 'csar', 'osm'].map(packed)),
    read: command(verifyCommand, ['verify', 'a.pkg'], (bytes) => ({ '/vnf/a.pkg': bytes })),
    longest: 1 << 20,
  },
  console: {
    seeds: async () => [
      'boot\r\n\x02Click::ControlSocket/1.3\r\n200-a\r\n200 OK\r\nDATA 3\r\nabc\x03line\r\n',
      '\x02200 OK\r\nDATA 2\r\n\x10\x42\x10\x43\x03',
    ],
    read: (bytes) => {
      const said: string[] = [];
      const stream = new ConsoleStream(
        (line) => said.push(/[\x00-\x08\x0b-\x1f\x7f]/.test(line) ? 'unprintable' : 'line'),
        (answer) => said.push(parseAnswer(answer) ? 'answer' : 'nonsense'),
      );
      stream.take(bytes.toString('latin1'));
      if (said.includes('unprintable')) throw new Error('a line that moves the cursor');
      return [[...new Set(said)].sort().join(' ')];
    },
    longest: 4_000,
  },
  xenstore: {
    seeds: async () => {
      const answers = [
        { type: TYPE.read, id: 1, transaction: 0, payload: 'value' },
        { type: TYPE.directory, id: 2, transaction: 0, payload: 'a\0b\0' },
        { type: TYPE.error, id: 1, transaction: 0, payload: 'ENOENT\0' },
        { type: TYPE.directoryPart, id: 2, transaction: 0, payload: '1\0a\0b\0\0' },
        { type: TYPE.watchEvent, id: 0, transaction: 0, payload: '/a\0token\0' },
      ];
      return [answers.slice(0, 2).map(encode).join(''), answers.slice(2).map(encode).join('')];
    },
    read: async (bytes) => {
      let requests = 0;
      const open = async (onOutput: (text: string) => void) => ({
        write: () => {
          if (++requests === 2) onOutput(bytes.toString('latin1'));
        },
        end: () => {},
        ended: new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined))),
      });
      const store = await Xenstore.open(open);
      const results = await Promise.allSettled([store.read('/a'), store.list('/a')]);
      for (const each of results)
        if (each.status === 'rejected' && !(each.reason instanceof XenstoreError)) throw each.reason;
      return [
        results.map((each) => (each.status === 'rejected' ? each.reason.code : typeof each.value)).join(' '),
      ];
    },
    longest: 2_000,
  },
};
