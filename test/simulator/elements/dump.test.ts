import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { packet, readAll, writePcap } from '../capture/files.ts';
import { runWithFiles } from '../configuration.ts';

const frames = [1, 2, 3, 4].map((n) => packet(100 + n, n * 1000, [n, n, n, n]));
const file = Buffer.from(writePcap(frames));

function through(from: string, options = '', input: Buffer = file) {
  return runWithFiles(`FromDump(in, STOP true${from}) -> c :: Counter -> ToDump(out${options})`, {
    in: input,
  });
}

function numbers(bytes: Buffer): number[] {
  return readAll(bytes).map(({ data }) => data[0]!);
}

describe('FromDump and ToDump', () => {
  it('pass packets on with their times', () => {
    const run = through('');
    expect(run.file('out').subarray(24)).toEqual(file.subarray(24));
    expect([run.reason, run.read('c.count')]).toEqual(['stopped', '4']);
  });

  it('cut packets and say how long they were', () => {
    const out = through('', ', SNAPLEN 2').file('out');
    expect(readAll(out)[0]).toEqual({ ...packet(101, 1000, [1, 1]), wireLength: 4 });
    const again = through('', ', EXTRA_LENGTH false', out).file('out');
    expect(readAll(again)[0]!.wireLength).toBe(2);
    expect(readAll(through('', '', out).file('out'))[0]!.wireLength).toBe(4);
  });

  it('keep to the times that are asked for', () => {
    const of = (options: string) => numbers(through(options).file('out'));
    expect(of(', START 102.5')).toEqual([3, 4]);
    expect(of(', START_AFTER 1')).toEqual([2, 3, 4]);
    expect(of(', END 103')).toEqual([1, 2]);
    expect(of(', END_AFTER 2.5')).toEqual([1, 2, 3]);
    expect(of(', START_AFTER 1, INTERVAL 1.5')).toEqual([2, 3]);
    expect(() => of(', START 1, START_AFTER 1')).toThrow('START and START_AFTER are mutually exclusive');
  });

  it('go on when the end is moved', () => {
    const run = runWithFiles('f :: FromDump(in, END_AFTER 1, END_CALL f.extend_interval 2) -> ToDump(out)', {
      in: file,
    });
    expect(numbers(run.file('out'))).toEqual([1, 2, 3, 4]);
  });

  it('come at their own times when asked', () => {
    const run = through(', TIMING true');
    expect(run.simulation.now).toBe(3_000_003_000n);
  });

  it('choose packets by chance, the same ones every time', () => {
    const many = Buffer.from(writePcap(Array.from({ length: 2000 }, (_, i) => packet(i, 0, [1]))));
    const count = () => Number(through(', SAMPLE 0.25', '', many).read('c.count'));
    expect(count()).toBeGreaterThan(430);
    expect(count()).toBeLessThan(570);
    expect(count()).toBe(count());
    expect(through(', SAMPLE 0', '', many).read('c.count')).toBe('0');
  });

  it('sort IP packets from others', () => {
    const ip = [0x45, 0, 0, 20, 0, 0, 0, 0, 9, 1, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8];
    const ether = [...new Array(12).fill(0), 8, 0];
    const tagged = [...new Array(12).fill(0), 0x81, 0, 0, 5, 8, 0];
    const list = [
      [...ether, ...ip],
      [...tagged, ...ip],
      [...ether, ...ip.slice(0, 19)],
      [...new Array(12).fill(0), 8, 6],
    ];
    const run = runWithFiles(
      `f :: FromDump(in, FORCE_IP true, STOP true) -> ToIPSummaryDump(out, FIELDS src dst ip_ttl, HEADER false);
       f[1] -> ToDump(rest)`,
      { in: Buffer.from(writePcap(list.map((data) => packet(0, 0, data)))) },
    );
    expect(run.text('out')).toBe('1.2.3.4 5.6.7.8 9\n1.2.3.4 5.6.7.8 9\n');
    expect(readAll(run.file('rest'))).toHaveLength(2);
  });

  it('carry the link type over', () => {
    const raw = Buffer.from(writePcap([packet(1, 0, [0x45, 0, 0, 20, ...new Array(16).fill(1)])], 6, 101));
    const run = runWithFiles(
      `f :: FromDump(in, STOP true) -> t :: Tee -> ToDump(out, USE_ENCAP_FROM f); t[1] -> ToDump(ip, ENCAP IP)
       g :: FromDump(ether, ACTIVE false) -> Discard`,
      { in: raw, ether: file },
    );
    expect(run.file('out')).toEqual(run.file('ip'));
    expect(run.file('out').readUInt32LE(20)).toBe(101);
    expect(() => runWithFiles('Idle -> ToDump(out, ENCAP NONSENSE)')).toThrow('bad encapsulation type');
    expect(() => runWithFiles('i :: Idle -> ToDump(out, USE_ENCAP_FROM i)')).toThrow(
      "'i' has no 'encap' read handler",
    );
  });

  it('answer their handlers', () => {
    const run = runWithFiles('f :: FromDump(in, STOP true) -> d :: ToDump(out)', { in: file });
    const values = ['f.filename', 'f.filesize', 'f.encap', 'f.count', 'f.active', 'd.count', 'd.filename'];
    expect(values.map(run.read)).toEqual([
      '/vnf/in',
      `${file.length}`,
      'ETHER',
      '4',
      'true',
      '4',
      '/vnf/out',
    ]);
  });

  it('serve a pull path', () => {
    const run = runWithFiles('FromDump(in, STOP true) -> Unqueue -> Queue -> ToDump(out)', { in: file });
    expect(numbers(run.file('out'))).toEqual([1, 2, 3, 4]);
    const pulled = runWithFiles('FromDump(in, STOP true) -> d :: Discard', { in: file });
    expect(pulled.read('d.count')).toBe('4');
  });

  it('read compressed files and pcapng', () => {
    expect(numbers(through('', '', gzipSync(file)).file('out'))).toEqual([1, 2, 3, 4]);
  });

  it('end with what is wrong with a file', () => {
    expect(() => through('', '', file.subarray(0, 50))).toThrow(
      '/vnf/in: byte 44: the header of a packet needs 16',
    );
    expect(() => runWithFiles('FromDump(nowhere) -> Discard')).toThrow(
      '/vnf/nowhere: No such file or directory',
    );
    expect(() => runWithFiles('FromDump(in) -> Discard', { in: 'hello, world' })).toThrow(
      'neither pcap nor pcapng',
    );
    expect(() => runWithFiles('Idle -> ToDump(no/where)')).toThrow(
      '/vnf/no/where: No such file or directory',
    );
  });
});
