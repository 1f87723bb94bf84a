import { describe, expect, test } from 'vitest';
import { read, write, writeBytes } from './summary.ts';

describe('lines of the file itself', () => {
  test.each([
    ['!flowid 1.1.1.1 10 2.2.2.2', 'bad !flowid specification'],
    ['!flowid 1.1.1.1 65536 2.2.2.2 1', 'bad !flowid specification'],
    ['!flowid 1.1.1.1 1 2.2.2.2 1 Q', 'bad protocol in !flowid'],
    ['!proto Q', 'bad protocol in !proto'],
    ['!proto T U', 'bad !proto'],
    ['!aggregate x', 'bad !aggregate specification'],
    ['!aggregate 1 2', 'bad !aggregate specification'],
    ['!data ', 'no contents specified'],
  ])('%s', (line, complaint) => {
    expect(read(`!data src\n${line}\n1.2.3.4\n`).complaints[0]).toBe(`in:2: ${complaint}`);
  });

  test.each([
    ['tcp', 'T'],
    ['udp', 'U'],
    ['icmp', 'I'],
    ['47', '47'],
  ])('!proto %s', (word, letter) => {
    const { records } = read(`!data src\n!proto ${word}\n1.2.3.4\n`);
    expect(write(records, 'ip_proto')).toEqual([letter]);
  });

  test('name a flow without a protocol as well', () => {
    const { records } = read('!data ip_len\n!flowid 1.1.1.1 1 2.2.2.2 2\n40\n');
    expect(write(records, 'src sport dst dport proto')).toEqual(['1.1.1.1 1 2.2.2.2 2 T']);
    expect(read('!data ip_len\n!flowid\n').complaints).toEqual(['in:2: bad !flowid specification']);
  });

  test('tell the names that times have in text, and those in records', () => {
    const header = (binary: boolean) =>
      Buffer.from(writeBytes([], 'ntimestamp', { header: true, binary })).toString();
    expect(header(false)).toContain('!data timestamp\n');
    expect(header(true)).toContain('!data ntimestamp\n!binary\n');
  });

  test('of other versions are told of', () => {
    expect(read('!IPSummaryDump 2.0\n!data src\n').complaints).toEqual([
      'in:1: warning: unexpected IPSummaryDump version 2.0',
    ]);
    expect(read('!IPSummaryDump\n!data src\n').complaints).toEqual([]);
  });

  test('unknown ones, blank ones and remarks mean nothing', () => {
    const { records, complaints } = read('!data src\n!bad what\n!\n\n# x\n1.2.3.4\n');
    expect({ count: records.length, complaints }).toEqual({ count: 1, complaints: [] });
  });

  test('end as on other systems, the last without an end', () => {
    const { records } = read('!data src\r\n1.1.1.1\r2.2.2.2\n3.3.3.3');
    expect(write(records, 'src')).toEqual(['1.1.1.1', '2.2.2.2', '3.3.3.3']);
  });

  test('end where their end is cut in two by the pieces of the file', () => {
    const piece = 1 << 16;
    const line = (size: number) => `# ${'x'.repeat(size - 3)}\r`;
    const head = '!data src\n';
    const text = `${head}${line(piece - head.length)}\n1.1.1.1\n`;
    expect(write(read(text).records, 'src')).toEqual(['1.1.1.1']);
    expect(read(`${head}${line(piece - head.length)}`).records).toEqual([]);
  });

  test('are not needed where options say the same', () => {
    const options = { fields: '"ip src" none', flowId: '9.9.9.9 1 8.8.8.8 2 17' };
    const { records, complaints } = read('1.1.1.1 x\n- x\n', options);
    expect(complaints).toEqual(['in:2: packet parse error']);
    expect(write(records, 'src sport dst dport proto')).toEqual(['1.1.1.1 1 8.8.8.8 2 U']);
  });

  test('words may hold blanks between quotes', () => {
    const { records } = read('!data payload ip_src\n"a b" 1.1.1.1\n');
    expect(write(records, 'payload ip_src')).toEqual(['"a b" 1.1.1.1']);
  });
});

describe('binary records', () => {
  const fields = 'first_timestamp ts_usec1 eth_src ip_frag tcp_opt payload_md5 ip_opt sport count';
  const line = '1.500000 7000012 00-01-02-03-04-0A F mss9 -6_7_ rr{}+1 7 2';

  test('are read as the lines they stand for', () => {
    const { records } = read(`!data ${fields.replace('payload_md5', 'none')}\n${line}\n`);
    const names = 'first_timestamp ts_usec1 eth_src ip_frag tcp_opt ip_opt sport count';
    const bytes = writeBytes(records, names, { binary: true, header: true });
    expect(write(read(bytes).records, names)).toEqual(write(records, names));
  });

  test('have zero bytes for what the packet lacks', () => {
    const { records } = read('!data wire_len\n5\n');
    const written = writeBytes(records, 'first_ntimestamp eth_dst tcp_opt icmp_seq ip_frag none', {
      binary: true,
    });
    expect(Array.from(written)).toEqual([0, 0, 0, 22, ...new Array(18).fill(0)]);
    const digest = writeBytes(records, 'payload_md5_hex payload_md5', { binary: true });
    expect(Buffer.from(digest).toString('hex')).toBe(
      `00000024${'d41d8cd98f00b204e9800998ecf8427e'.repeat(2)}`,
    );
  });

  test('may hold letters of fragments that mean none', () => {
    const { records } = read(
      Buffer.from('!data ip_frag ip_opt sport\n!binary\n\0\0\0\x08?\0\x01\x02', 'latin1'),
    );
    expect(write(records, 'ip_frag ip_opt sport')).toEqual(['. . 258']);
  });

  test('hold lines, too', () => {
    const { records } = read('!data wire_len\n5\n');
    const bytes = writeBytes(records, 'ip_src', { binary: true, badPackets: true, header: true });
    expect(Buffer.from(bytes).toString('latin1')).toContain('\x80\0\0\x16!bad no IP header\n');
    expect(read(bytes)).toMatchObject({ records: [{ network: 0 }], complaints: [] });
  });

  test('that are cut or too short end the file', () => {
    const head = '!data ip_src\n!binary\n';
    const of = (tail: number[]) => read(Buffer.from(head + String.fromCharCode(...tail), 'latin1'));
    expect(of([0, 0, 0, 3])).toMatchObject({
      records: [],
      complaints: ['in:record 1: binary record too short'],
    });
    expect(of([0, 0, 0, 8, 1, 2])).toEqual({ records: [], complaints: [] });
    expect(of([0, 0])).toEqual({ records: [], complaints: [] });
    expect(of([0, 0, 0, 6, 1, 2])).toMatchObject({
      records: [],
      complaints: ['in:record 2: packet parse error'],
    });
    expect(of([128, 0, 0, 5, 35, 0, 0, 0, 8, 1, 2, 3, 4]).records).toHaveLength(1);
  });
});

describe('a packet that stands for many', () => {
  test('becomes as many, with lengths and times spread evenly', () => {
    const { records } = read('!data first_timestamp timestamp count ip_proto ip_len\n1 3 3 U 302\n', {
      multipacket: true,
    });
    expect(write(records, 'timestamp count ip_len udp_len')).toEqual([
      '1.000000 1 100 80',
      '2.000000 1 100 80',
      '3.000000 1 102 82',
    ]);
  });

  test('or stays one, where it stands for itself', () => {
    const { records } = read('!data count src\n1 1.1.1.1\n', { multipacket: true });
    expect(write(records, 'count src')).toEqual(['1 1.1.1.1']);
  });

  test('without an IP header as well', () => {
    const { records } = read('!data count wire_len\n2 20\n', { multipacket: true });
    expect(write(records, 'ip_len')).toEqual(['10', '10']);
  });

  test('is written as many lines', () => {
    const { records } = read('!data src count ip_len\n1.1.1.1 2 100\n');
    expect(write(records, 'src ip_len', { multipacket: true })).toHaveLength(2);
    expect(write(records, 'src', { multipacket: true, extraLength: false })).toHaveLength(2);
  });
});
