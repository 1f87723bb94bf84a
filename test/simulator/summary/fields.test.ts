import { describe, expect, test } from 'vitest';
import { read, write } from './summary.ts';

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
