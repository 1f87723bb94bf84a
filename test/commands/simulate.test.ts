import { describe, expect, it } from 'vitest';
import { simulatorAbi } from '../../generated/abi.js';
import { embed, readBase } from '../../src/image/index.ts';
import { makeBase } from '../image/base-fixture.ts';
import { packet, readAll, writePcap } from '../simulator/capture/files.ts';
import { planOf } from '../simulator/configuration.ts';
import { memorySystem } from '../system/memory-system.ts';
import { installed, runCommand, runOn } from './run-command.ts';

const header = [...Array(12).keys()].concat(8, 0);
const ip = [
  0x45, 0, 0, 28, 0, 1, 0, 0, 64, 17, 0x66, 0xd0, 10, 0, 0, 1, 10, 0, 0, 2, 0, 53, 1, 0, 0, 8, 0, 0,
];
const frames = [1, 2, 3].map((n) => packet(1000 + n, 0, [...header, ...ip, n]));
const capture = Buffer.from(writePcap(frames));

const FORWARD = 'FromDevice(0) -> c :: Counter -> ToDevice(1);\n';

function simulate(text: string, args: string[], files: Record<string, string | Buffer> = {}) {
  return runCommand(['simulate', '/vnf/a.click', ...args], {
    '/vnf/a.click': text,
    '/vnf/in.pcap': capture,
    ...files,
  });
}

describe('clickforge simulate', () => {
  it('says which devices there are, where another is named', async () => {
    const none = await simulate('Idle -> Discard;', ['--in', '0=/vnf/in.pcap']);
    expect(none.errors).toContain('no element receives from device 0, only no device');
    const one = await simulate(FORWARD, ['--in', '3=/vnf/in.pcap']);
    expect(one.errors).toContain('only device 0');
    const two = 'FromDevice(0) -> ToDevice(0); FromDevice(1) -> ToDevice(1);';
    expect((await simulate(two, ['--in', '3=/vnf/in.pcap'])).errors).toContain('only devices 0, 1');
    const args = ['--in', '0=/vnf/in.pcap', '--expect', '/vnf/in.pcap'];
    expect((await simulate(two, args)).errors).toContain('--expect does not say which device it is about');
    expect((await simulate(two, [...args, '--out', '0=/vnf/out.pcap'])).exitCode).toBe(0);
  });

  it('takes packets from one capture to another at their times, and counts them', async () => {
    const ran = await simulate(FORWARD, [
      '--in',
      '0=/vnf/in.pcap',
      '--out',
      '1=/vnf/out.pcap',
      '--handler',
      'c.count',
    ]);
    expect(ran.errors).toBe('');
    expect(ran.exitCode).toBe(0);
    expect(ran.output).toBe(`2 s on its clock, 3 out of device 1; nothing was left to do

element       class       packets in  packets out
FromDevice@1  FromDevice           -            3
c             Counter              3            3
ToDevice@3    ToDevice             3            -

c.count: 3
`);
    expect(ran.system.volume.readFileSync('/vnf/out.pcap')).toEqual(capture);
  });

  it('writes pcapng when the file is called so', async () => {
    const ran = await simulate(FORWARD, ['--in', '0=/vnf/in.pcap', '--out', '1=/vnf/out.pcapng']);
    const out = ran.system.volume.readFileSync('/vnf/out.pcapng') as Buffer;
    expect(out.readUInt32BE()).toBe(0x0a0d0d0a);
    expect(readAll(out)).toEqual(frames);
  });

  it('runs what is in an image', async () => {
    const image = Buffer.from(embed(readBase(makeBase({ abi: simulatorAbi.hash })), planOf(FORWARD)));
    const ran = await simulate('', ['--in', '0=/vnf/in.pcap', '--json'], { '/vnf/a.click': image });
    expect(JSON.parse(ran.output)).toMatchObject({ exitCode: 0, reason: 'idle', sent: { 1: 3 } });
  });

  it('writes handlers before the run', async () => {
    const source = 's :: InfiniteSource(LIMIT 5) -> c :: Counter -> Discard';
    const ran = await simulate(source, [
      '--write',
      's.limit=7',
      '--handler',
      'c.count',
      '--handler',
      's.limit',
    ]);
    expect(ran.output).toMatch(/\nc\.count: 7\ns\.limit: 7\n$/);
  });

  it('ends where it is told to', async () => {
    const packets = await simulate(FORWARD, ['--in', '0=/vnf/in.pcap', '--packets', '2', '--json']);
    expect(JSON.parse(packets.output)).toMatchObject({ sent: { 1: 2 } });
    const until = await simulate(FORWARD, ['--in', '0=/vnf/in.pcap', '--until', '1500ms', '--json']);
    expect(JSON.parse(until.output)).toMatchObject({ reason: 'until', seconds: 1.5, sent: { 1: 2 } });
    const source = await simulate('InfiniteSource -> Discard', ['--until', '1ms', '--json']);
    expect(JSON.parse(source.output)).toMatchObject({ reason: 'until', seconds: 0.001 });
  });

  it('says that what comes out is what was expected', async () => {
    const ran = await simulate(FORWARD, ['--in', '0=/vnf/in.pcap', '--expect', '/vnf/in.pcap']);
    expect(ran.exitCode).toBe(0);
    expect(ran.output).toMatch(/\ndevice 1 sent the 3 packets of \/vnf\/in\.pcap, byte for byte\n$/);
  });

  it('shows the first packet that is not, field by field', async () => {
    const changed = frames.map(({ data }, i) => {
      const bytes = [...data];
      if (i === 1) [bytes[22], bytes[30], bytes[35]] = [63, 99, 54];
      return packet(0, 0, bytes);
    });
    const expected = Buffer.from(writePcap(changed));
    const ran = await simulate(FORWARD, ['--in', '0=/vnf/in.pcap', '--expect', '1=/vnf/e.pcap'], {
      '/vnf/e.pcap': expected,
    });
    expect(ran.exitCode).toBe(1);
    expect(ran.errors).toContain('error CF9011: packet 2 out of device 1 is not that of /vnf/e.pcap\n');
    expect(ran.output).toContain(`field            expected  got
IP TTL           63        64
IP destination   99.0.0.2  10.0.0.2
UDP source port  54        53
`);
  });

  it('shows packets that are missing or too many', async () => {
    const more = Buffer.from(writePcap([...frames, packet(0, 0, [1, 2, 3])]));
    const missing = await simulate(FORWARD, ['--in', '0=/vnf/in.pcap', '--expect', '/vnf/e.pcap'], {
      '/vnf/e.pcap': more,
    });
    expect(missing.errors).toContain('packet 4 of /vnf/e.pcap (3 bytes) did not come out of device 1');
    const extra = await simulate(FORWARD, ['--in', '0=/vnf/in.pcap', '--expect', '/vnf/e.pcap'], {
      '/vnf/e.pcap': Buffer.from(writePcap(frames.slice(1, 1))),
    });
    expect(extra.errors).toContain('packet 1 out of device 1 (43 bytes) is more than /vnf/e.pcap has');
  });

  it('compares several devices in one run', async () => {
    const both = 'FromDevice(0) -> t :: Tee -> ToDevice(1); t[1] -> ToDevice(2);';
    const args = [
      '--in',
      '0=/vnf/in.pcap',
      '--expect',
      '1=/vnf/in.pcap',
      '--expect',
      '2=/vnf/e.pcap',
      '--json',
    ];
    const ran = await simulate(both, args, { '/vnf/e.pcap': Buffer.from(writePcap(frames.slice(1))) });
    expect(ran.exitCode).toBe(1);
    expect(JSON.parse(ran.output).expected).toMatchObject([
      { device: 1, packets: 3, equal: true },
      { device: 2, packets: 1, equal: false, difference: { packet: 1, kind: 'different' } },
    ]);
    expect((await simulate(both, [...args.slice(0, 4), '--json'])).exitCode).toBe(0);
  });

  it('draws the packets of each connection', async () => {
    const ran = await simulate(FORWARD, ['--in', '0=/vnf/in.pcap', '--graph', '/vnf/g.svg']);
    const svg = ran.system.volume.readFileSync('/vnf/g.svg', 'utf8') as string;
    expect(svg).toContain('FromDevice@1 [0] -&gt; [0] c: push, 3 packets');
    expect(svg.match(/class="packets"[^>]*>3</g)).toHaveLength(2);
  });

  it('passes on what elements print, but not into JSON', async () => {
    const text = 'InfiniteSource(DATA x, LIMIT 1) -> Print(hello) -> Discard';
    expect((await simulate(text, [])).errors).toBe('hello:    1 | 78\n');
    const json = await simulate(text, ['--json']);
    expect(json.errors).toBe('hello:    1 | 78\n');
    expect(JSON.parse(json.output)).toMatchObject({ reason: 'idle' });
  });

  it('shows how far it is on a terminal', async () => {
    const system = memorySystem(
      { ...installed, '/vnf/a.click': FORWARD, '/vnf/in.pcap': capture },
      { isTerminal: true },
    );
    let now = 0;
    system.clock.now = () => {
      now += 150;
      return now;
    };
    const args = ['simulate', '/vnf/a.click', '--in', '0=/vnf/in.pcap', '--packets', '4', '--real-time'];
    const shown = await runOn(system, args);
    expect(shown.errors).toMatch(/^\r\x1b\[K100% of the packets read, \d out, 0\.\d+ s on its clock/);
    expect(shown.errors).toMatch(/\r\x1b\[K$/);
    const quiet = await runOn(system, [...args, '--quiet']);
    expect(quiet.errors).toBe('');
  });

  it('leaves no output behind when the input is damaged', async () => {
    const ran = await simulate(FORWARD, ['--in', '0=/vnf/in.pcap', '--out', '1=/vnf/out.pcap'], {
      '/vnf/in.pcap': capture.subarray(0, -1),
    });
    expect(ran.exitCode).toBe(1);
    expect(ran.errors).toContain('error CF9002: /vnf/in.pcap: byte 142: a packet needs 59 bytes');
    expect(ran.system.volume.readdirSync('/vnf').sort()).toEqual(['a.click', 'in.pcap']);
  });

  it('counts packets that are too long, and says so', async () => {
    const jumbo = Buffer.from(writePcap([packet(1, 0, new Array(5000).fill(1)), ...frames]));
    const ran = await simulate(FORWARD, ['--in', '0=/vnf/in.pcap', '--json'], { '/vnf/in.pcap': jumbo });
    expect(JSON.parse(ran.output)).toMatchObject({ sent: { 1: 3 }, packetsTooLong: 1 });
  });
});

describe('clickforge simulate refuses', () => {
  const refusals: [name: string, text: string, args: string[], exitCode: number, message: string][] = [
    ['a configuration with mistakes', 'Idle -> Nowhere', [], 1, "error CF2002: undeclared element 'Nowhere'"],
    ['an element that is nowhere built', 'Idle -> IPsecESPEncap(1, 2) -> Discard', [], 1, 'CF8006'],
    [
      'a device without element',
      FORWARD,
      ['--in', '1=/vnf/in.pcap'],
      2,
      'no element receives from device 1, only device 0',
    ],
    ['a missing capture', FORWARD, ['--in', '0=/vnf/no.pcap'], 3, '/vnf/no.pcap: No such file or directory'],
    ['what is no capture', FORWARD, ['--in', '0=/vnf/a.click'], 1, 'neither pcap nor pcapng'],
    ['an unknown element', FORWARD, ['--handler', 'x.count'], 2, "no element 'x'"],
    ['an unknown handler', FORWARD, ['--handler', 'c.nothing'], 2, "no 'c.nothing' handler"],
    ['to read what is only written', FORWARD, ['--handler', 'c.reset'], 2, "'c.reset' is a write handler"],
    [
      'a value that is none',
      's :: InfiniteSource -> Discard',
      ['--write', 's.limit=x'],
      1,
      's.limit: expected integer',
    ],
    ['an ill-written option', FORWARD, ['--in', 'in.pcap'], 2, 'It has to be DEVICE=FILE'],
    ['a time that is none', FORWARD, ['--until', 'soon'], 2, 'It has to be a time'],
  ];

  it.each(refusals)('%s', async (_, text, args, exitCode, message) => {
    const ran = await simulate(text, args);
    expect(ran.errors).toContain(message);
    expect(ran.exitCode).toBe(exitCode);
  });

  it('to run without the simulator', async () => {
    const ran = await runOn(memorySystem({ '/vnf/a.click': FORWARD }), ['simulate', '/vnf/a.click']);
    expect([ran.exitCode, ran.errors]).toEqual([
      3,
      expect.stringContaining('there is no simulator /installed/clickforge.wasm'),
    ]);
  });
});
