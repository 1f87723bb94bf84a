import { describe, expect, test } from 'vitest';
import { read, write, writeBytes } from './summary.ts';

/** Reads one line with these fields and writes the packet with others. */
function through(fields: string, line: string, output = fields): string {
  const { records, complaints } = read(`!data ${fields}\n${line}\n`);
  expect(complaints).toEqual([]);
  return write(records, output).join('\n');
}

describe('fields that a line gives are those that are written', () => {
  test.each([
    ['first_timestamp timestamp', '1.500000 2.000001'],
    ['first_ntimestamp ntimestamp', '1.500000001 2.000000123'],
    ['ts_sec ts_usec ts_usec1', '7 12 7000012'],
    ['count', '3'],
    ['paint aggregate', '200 4000000000'],
    ['direction', '>'],
    ['direction', '<'],
    ['direction', '2'],
    ['ip_tos ip_hl ip_sum ip_id', '255 24 4660 7'],
    ['ip_proto', 'T'],
    ['ip_proto', '47'],
    ['ip_ecn', 'ce'],
    ['tcp_flags', '.'],
    ['tcp_flags', 'PA'],
    ['tcp_flags', 'FSRPAUECN'],
    ['tcp_window tcp_urp tcp_ack tcp_off', '1000 5 4000000000 32'],
    ['ip_proto udp_len', 'U 9'],
    ['ip_proto udp_len', '136 -'],
    ['ip_proto icmp_type_name icmp_code_name', 'I unreachable needfrag'],
    ['ip_proto icmp_type_name icmp_code_name', 'I 200 9'],
    ['ip_proto icmp_type icmp_code icmp_nextmtu', 'I 3 4 1500'],
    ['ip_proto icmp_type icmp_flowid icmp_seq', 'I 13 5 6'],
    ['eth_src eth_dst eth_type', '00-01-02-03-04-0A 01-02-03-04-05-06 86DD'],
    ['sport dport', '65535 1'],
  ])('%s: %s', (fields, line) => {
    expect(through(fields, line)).toBe(line);
  });
});

describe('other ways to say the same', () => {
  test.each([
    ['tcp_flags', '4095', 'tcp_flags', 'FSRPAUECN'],
    ['tcp_flags', 'XW', 'tcp_flags', 'EC'],
    ['ip_ecn', '2', 'ip_ecn', 'ect2'],
    ['ip_ecn', 'ECT(1)', 'ip_ecn', 'ect1'],
    ['eth_type', '0x800', 'eth_type', '0800'],
    ['ip_hl', '21', 'ip_hl ip_len', '24 44'],
    ['ip_hl', '255', 'ip_hl', '60'],
    ['tcp_off', '21', 'tcp_off ip_len', '24 44'],
    ['ip_src ip_fragoff', '1.1.1.1 .', 'ip_fragoff', '0'],
    ['ip_src ip_fragoff', '1.1.1.1 !', 'ip_fragoff', '0!'],
    ['ip_frag', '1480+', 'ip_fragoff', '1480+'],
    ['wire_len', '100', 'wire_len ip_len', '0 100'],
  ])('%s %s is %s %s', (fields, line, output, expected) => {
    expect(through(fields, line, output)).toBe(expected);
  });

  test('the oldest files count fragments in units of eight bytes', () => {
    const { records } = read('!IPSummaryDump 1.0\n!data ip_fragoff\n185+\n');
    expect(write(records, 'ip_fragoff')).toEqual(['1480+']);
  });

  test('type names choose the names of codes', () => {
    const fields = 'ip_proto icmp_type icmp_code_name';
    expect(through(fields, 'I 5 toshost', 'icmp_code')).toBe('3');
    expect(through(fields, 'I 11 reassembly', 'icmp_code_name')).toBe('reassembly');
    expect(through('ip_proto icmp_code', 'I 2', 'icmp_code icmp_type')).toBe('2 0');
  });
});

describe('words that are no value of their field are as good as none', () => {
  test.each([
    ['tcp_flags', 'Q'],
    ['tcp_flags', '4096'],
    ['ip_proto', '256'],
    ['ip_proto', 'Q'],
    ['ip_ecn', '4'],
    ['ip_frag', 'q'],
    ['ip_fragoff', 'q'],
    ['ip_fragoff', '1480?'],
    ['direction', '256'],
    ['direction', '^'],
    ['eth_type', '10000'],
    ['eth_src', '1:2:3'],
    ['icmp_type', '256'],
    ['icmp_code', 'needfrag'],
    ['ip_src', '1.2.3.256'],
    ['ip_opt', 'nonsense'],
    ['tcp_opt', 'nonsense'],
    ['timestamp', 'soon'],
    ['timestamp', '-1'],
    ['ip_tos', '256'],
  ])('%s %s', (fields, word) => {
    expect(read(`!data ${fields}\n${word}\n`)).toEqual({ records: [], complaints: expect.any(Array) });
    const { complaints } = read(`!data ${fields}\n${word}\n`);
    expect(complaints).toEqual(['in:2: packet parse error']);
  });
});

describe('a field changes nothing where the packet cannot have it', () => {
  test.each([
    ['ip_proto icmp_type icmp_seq', 'I 3 9', 'icmp_type icmp_nextmtu ip_len', '3 - 28'],
    ['ip_proto icmp_type icmp_nextmtu', 'I 8 9', 'icmp_seq', '0'],
    ['ip_proto icmp_type', 'T 8', 'icmp_type sport', '- 0'],
    ['ip_proto tcp_seq', 'U 8', 'tcp_seq ip_len', '- 28'],
    ['ip_proto udp_len', 'T 8', 'udp_len ip_len', '- 40'],
    ['ip_proto sport', '47 8', 'sport ip_len', '- 20'],
    ['ip_fragoff sport', '8 9', 'sport ip_len', '- 20'],
    ['ip_fragoff udp_len', '8 9', 'udp_len', '-'],
    ['ip_fragoff payload', '8 "x"', 'payload', '"x"'],
    ['eth_type ip_src sport udp_len tcp_seq icmp_type', '0806 1.2.3.4 5 6 7 8', 'wire_len ip_src', '14 -'],
  ])('%s %s: %s is %s', (fields, line, output, expected) => {
    expect(through(fields, line, output)).toBe(expected);
  });

  test('what needs more room than a packet has is left out', () => {
    const long = 'x'.repeat(5000);
    expect(through('payload', `"${long}"`, 'ip_capture_len ip_len')).toBe('40 5040');
    const { records } = read('!data ip_len\n9000\n', { checksum: true });
    expect(write(records, 'ip_capture_len ip_len ip_sum')).toEqual(['40 9000 0']);
  });
});

describe('headers and payloads', () => {
  test.each([
    // The digest has six bits a letter, the lowest first.
    ['payload', '""', 'payload_md5', 'u3bJz@iaYsq6aMaMSJVq_b'],
    ['ip_proto payload', 'U "abc"', 'payload payload_len udp_len', '"abc" 3 11'],
    ['ip_proto payload', '136 "abc"', 'payload ip_len', '"abc" 31'],
    ['ip_proto payload', '47 "abc"', 'payload ip_len', '"abc" 23'],
    ['payload_len', '5', 'payload_len ip_len', '5 45'],
    ['ip_len payload', '41 "packet"', 'ip_len payload', '41 "p"'],
    ['ip_proto ip_len payload', 'U 50 "packet"', 'ip_len ip_hl payload', '50 36 "packet"'],
    ['ip_proto ip_hl ip_len payload', 'U 20 50 "packet"', 'ip_len ip_hl', '50 20'],
    ['ip_len payload', '42 "a"', 'tcp_off ip_hl', '20 20'],
    ['eth_type payload', '0806 "a long payload, behind the header"', 'wire_len', '33'],
    ['tcp_off tcp_opt', '60 mss1', 'tcp_off tcp_opt', '60 mss1'],
    ['ip_hl ip_opt', '60 nop', 'ip_hl ip_opt', '60 .'],
    ['tcp_opt', 'ts1:2', 'tcp_ntopt tcp_sack tcp_opt', '. . ts1:2'],
    ['tcp_opt', 'nop;nop;sackok;wscale1;nop;mss1;nop;nop', 'tcp_ntopt', 'sackok;wscale1;mss1'],
    ['ip_opt', 'ts.ip{1.2.3.4=1}+2', 'ip_opt', 'ts.ip{1.2.3.4=1}+2'],
  ])('%s %s is %s %s', (fields, line, output, expected) => {
    expect(through(fields, line, output)).toBe(expected);
  });

  test('a TCP header that is cut has no options to tell', () => {
    const { records } = read('!data tcp_opt\nmss1\n');
    const cut = records.map((record) => ({ ...record, data: record.data.subarray(0, 41) }));
    expect(write(cut, 'tcp_opt tcp_off icmp_seq')).toEqual(['- 24 -']);
  });

  test('an ICMP header that is cut has a type, and no more', () => {
    const { records } = read('!data ip_proto icmp_type\nI echo\n');
    const cut = records.map((record) => ({ ...record, data: record.data.subarray(0, 22) }));
    expect(write(cut, 'icmp_type icmp_seq')).toEqual(['8 -']);
  });
});

describe('packets with checksums', () => {
  test.each([
    ['fragments have none of the transport header', 'ip_fragoff', '8+', 'ip_sum'],
    ['nor have protocols without', 'ip_proto', '47', 'ip_sum'],
  ])('%s', (_title, fields, line, output) => {
    const { records } = read(`!data ${fields}\n${line}\n`, { checksum: true });
    expect(Number(write(records, output)[0])).toBeGreaterThan(0);
    const { data, transport } = records[0]!;
    expect(Array.from(data.subarray(transport))).toEqual([]);
  });

  test('a UDP checksum is never zero, which would mean none', () => {
    // Source port and payload are such that all adds up to 0xffff.
    const { records } = read('!data ip_proto ip_src ip_dst sport\nU 0.0.0.0 0.0.0.0 65502\n', {
      checksum: true,
    });
    expect(Array.from(records[0]!.data.subarray(26, 28))).toEqual([255, 255]);
  });
});

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
    expect(through('payload ip_src', '"a b" 1.1.1.1', 'payload ip_src')).toBe('"a b" 1.1.1.1');
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
