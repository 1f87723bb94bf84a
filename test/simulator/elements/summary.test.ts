import { describe, expect, it } from 'vitest';
import { runWithFiles } from '../configuration.ts';

/** Lines without those that tell of the file itself. */
function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('!'));
}

/** Reads lines with these fields and writes them with others. */
function through(
  fields: string,
  input: readonly string[],
  output: string,
  middle = '',
  options = '',
): string[] {
  const run = runWithFiles(
    `FromIPSummaryDump(in, STOP true${options}) ${middle} -> ToIPSummaryDump(out, FIELDS ${output})`,
    { in: `!data ${fields}\n${input.join('\n')}\n` },
  );
  expect(run.complaints).toEqual([]);
  return lines(run.text('out'));
}

describe('FromIPSummaryDump and ToIPSummaryDump', () => {
  it('give back what goes in', () => {
    const fields = 'timestamp ip_src sport ip_dst dport ip_proto tcp_flags tcp_seq ip_ttl link';
    const input = [
      '1.000020 1.0.0.1 10 1.0.0.2 20 T SA 77 64 1',
      '1.000030 1.0.0.2 53 1.0.0.3 4000 U - - 1 0',
      '1234567890.123456 10.0.0.1 - 10.0.0.9 - I - - 255 3',
    ];
    expect(through(fields, input, fields)).toEqual(input);
  });

  it('reads what its DATA argument says instead of a file', () => {
    const data = '!data src icmp_type\n!proto I\n18.26.4.44 echo';
    const read = (args: string) =>
      runWithFiles(`FromIPSummaryDump(${args}) -> ToIPSummaryDump(out, FIELDS src icmp_type_name)`, {
        in: data,
      });
    expect(lines(read(`STOP true, DATA "${data}"`).text('out'))).toEqual(['18.26.4.44 echo']);
    expect(() => read(`in, DATA "${data}"`)).toThrow('FILENAME and DATA conflict');
    expect(() => read('STOP true')).toThrow('FILENAME: required argument missing');
  });

  it('write the header with the names that fields really have', () => {
    const run = runWithFiles(
      'FromIPSummaryDump(in, STOP true) -> ToIPSummaryDump(out, FIELDS ts src "ip dst" length ip_p, BANNER "a \\"b\\"")',
      { in: '!IPSummaryDump 1.3\n!data src\n1.2.3.4\n' },
    );
    expect(run.text('out')).toBe(
      '!IPSummaryDump 1.3\n!creator "a \\"b\\""\n!data timestamp ip_src ip_dst ip_len ip_proto\n' +
        '0.000000 1.2.3.4 0.0.0.0 40 T\n',
    );
  });

  it('fill in what is not given: version, header lengths, protocol, TTL', () => {
    expect(through('src', ['1.2.3.4'], 'ip_hl tcp_off ip_proto ip_ttl ip_len payload_len')).toEqual([
      '20 20 T 100 40 0',
    ]);
    expect(through('src', ['1.2.3.4'], 'ip_proto ip_len udp_len', '', ', PROTO 17')).toEqual(['U 28 8']);
  });

  it('count what a length says beyond the headers as extra length', () => {
    const input = ['1.0.0.1 T 1500', '1.0.0.1 U 100', '1.0.0.1 I 84'];
    const output = 'ip_len payload_len ip_capture_len wire_len';
    expect(through('src proto ip_len', input, output)).toEqual([
      '1500 1460 40 40',
      '100 72 28 28',
      '84 64 28 28',
    ]);
  });

  it('make whole packets with right checksums when asked', () => {
    const input = ['1.0.0.1 10 2.0.0.2 20 T 60', '1.0.0.1 10 2.0.0.2 20 U 61', '1.0.0.1 - 2.0.0.2 - I 84'];
    const middle = '-> CheckIPHeader(CHECKSUM true)';
    expect(
      through('src sport dst dport proto len', input, 'ip_capture_len proto', middle, ', CHECKSUM true'),
    ).toEqual(['60 T', '61 U', '84 I']);
  });

  it('know fragments, options, TOS and IDs', () => {
    const fields = 'ip_src ip_fragoff ip_id ip_dscp ip_ecn ip_opt';
    const input = [
      '1.0.0.1 0 1 10 no .',
      '1.0.0.1 0! 2 0 ect1 rr{1.2.3.4,5.6.7.8}',
      '1.0.0.1 0+ 3 63 ce ssrr{1.2.3.4^9.9.9.9}',
      '1.0.0.1 1480+ 4 0 ect2 ts{1,!2}+3',
      '1.0.0.1 8 5 0 no 148=0:0',
    ];
    expect(through(fields, input, fields)).toEqual(input);
    const frags = ['F', 'f', '!', '.'];
    expect(
      through(
        'src ip_frag',
        frags.map((frag) => `1.0.0.1 ${frag}`),
        'sport ip_frag',
      ),
    ).toEqual(['0 F', '- f', '0 !', '0 .']);
  });

  it('know TCP options, and leave padding out', () => {
    const input = ['mss1460;sackok;ts1:2;nop;wscale7', 'wscale10', 'sack1-2;sack3-4', '200=1:2:3', '.'];
    const all = through('tcp_opt', input, 'tcp_opt tcp_ntopt tcp_sack tcp_off');
    expect(all).toEqual([
      'mss1460;sackok;ts1:2;wscale7 mss1460;sackok;wscale7 sackok 40',
      'wscale10 wscale10 . 24',
      'sack1-2;sack3-4 sack1-2;sack3-4 sack1-2;sack3-4 40',
      '200=1:2:3 200=1:2:3 . 28',
      '. . . 20',
    ]);
  });

  it('know ICMP and Ethernet', () => {
    const icmp = 'icmp_type_name icmp_code icmp_flowid icmp_seq';
    expect(through(`ip_proto ${icmp}`, ['I echo 0 7 8', 'I unreachable 4 - -'], `${icmp} icmp_type`)).toEqual(
      ['echo 0 7 8 8', 'unreachable 4 - - 3'],
    );
    const link = 'eth_src eth_dst eth_type ip_src';
    expect(through(link, ['00-01-02-03-04-0A 1:2:3:4:5:6 0800 9.8.7.6'], link)).toEqual([
      '00-01-02-03-04-0A 01-02-03-04-05-06 0800 9.8.7.6',
    ]);
  });

  it('read and write payloads', () => {
    const input = ['U "hello \\"you\\"\\n"', 'T ""'];
    const output = 'payload payload_len ip_len payload_md5_hex';
    expect(through('proto payload', input, output)).toEqual([
      '"hello \\"you\\"\\n" 12 40 5fe4566354cbd247cad085cda2b37e94',
      '"" 0 40 d41d8cd98f00b204e9800998ecf8427e',
    ]);
  });

  it('fit headers and payload to the length, or leave the rest out where the line says how long headers are', () => {
    const output = 'ip_len ip_capture_len tcp_off payload';
    expect(through('ip_len payload', ['50 "packet"'], output)).toEqual(['50 50 24 "packet"']);
    const given = through('ip_opt tcp_opt ip_len payload', ['. . 50 "packet"', '. . - "packet"'], output);
    expect(given).toEqual(['50 46 20 "packet"', '46 46 20 "packet"']);
    const cut = through('ip_opt tcp_opt payload', ['. . "packet"'], 'ip_len payload', '-> Truncate(44)');
    expect(cut).toEqual(['46 "pack"']);
  });

  it('print dashes for what a packet lacks', () => {
    expect(through('src', ['1.2.3.4'], 'icmp_type udp_len eth_src none')).toEqual(['- - - -']);
  });

  it('take flows, protocols and aggregates from lines of their own', () => {
    const run = runWithFiles(
      'FromIPSummaryDump(in, STOP true) -> ToIPSummaryDump(out, FIELDS src sport dst dport proto agg len)',
      {
        in: [
          '!data len',
          '!flowid 1.1.1.1 10 2.2.2.2 20 U',
          '!aggregate 5',
          '100',
          '# a remark',
          '!proto T',
          '200',
          '!flowid - - - - I',
          '!contents src agg',
          '3.3.3.3 9',
        ].join('\n'),
      },
    );
    expect(lines(run.text('out'))).toEqual([
      '1.1.1.1 10 2.2.2.2 20 U 5 100',
      '1.1.1.1 10 2.2.2.2 20 T 5 200',
      '3.3.3.3 - 0.0.0.0 - I 9 28',
    ]);
  });

  it('make as many packets of a line, or lines of a packet, as it stands for', () => {
    const fields = 'ts_sec count len';
    expect(through(fields, ['5 3 300'], fields, '', ', MULTIPACKET true')).toEqual([
      '5 1 100',
      '5 1 100',
      '5 1 100',
    ]);
    const run = runWithFiles(
      'FromIPSummaryDump(in, STOP true) -> ToIPSummaryDump(out, FIELDS src, MULTIPACKET true)',
      { in: '!data src count\n1.0.0.1 2\n1.0.0.2 1\n' },
    );
    expect(lines(run.text('out'))).toEqual(['1.0.0.1', '1.0.0.1', '1.0.0.2']);
  });

  it('write and read binary records', () => {
    const fields = 'timestamp src sport dst dport proto tcp_flags tcp_opt ip_fragoff count';
    const input = ['3.000001 1.0.0.1 5 2.0.0.2 6 T S mss99 0 1', '4.500000 1.0.0.1 7 2.0.0.2 8 T PA . 0! 1'];
    const packed = runWithFiles(
      `FromIPSummaryDump(in, STOP true) -> ToIPSummaryDump(out, FIELDS ${fields}, BINARY true)`,
      { in: `!data ${fields}\n${input.join('\n')}\n` },
    ).file('out');
    expect(packed.toString('latin1')).toContain('!binary\n\0\0\0');
    const back = runWithFiles(`FromIPSummaryDump(in, STOP true) -> ToIPSummaryDump(out, FIELDS ${fields})`, {
      in: packed,
    });
    expect(lines(back.text('out'))).toEqual(input);
  });

  it('tell of broken packets, and print what is left of them', () => {
    const cut = runWithFiles('FromIPSummaryDump(in, STOP true) -> ToDump(cut, SNAPLEN 30, ENCAP IP)', {
      in: '!data src tcp_seq\n1.0.0.1 5\n',
    }).file('cut');
    const run = runWithFiles(
      `FromDump(cut, STOP true) -> t :: Tee -> ToIPSummaryDump(out, FIELDS src tcp_seq tcp_ack, BAD_PACKETS true);
       t[1] -> ToIPSummaryDump(short, FIELDS src tcp_seq tcp_ack len)`,
      { cut },
    );
    expect(run.text('out')).toMatch(/!bad truncated TCP header\n1\.0\.0\.1 5 -\n$/);
    expect(lines(run.text('short'))).toEqual(['1.0.0.1 5 - 40']);
  });

  it('complain about lines and fields that mean nothing, with the place', () => {
    const run = runWithFiles('FromIPSummaryDump(in, STOP true) -> c :: Counter -> Discard', {
      in: '1.0.0.1\n!data src nonsense\nx y\n1.0.0.2 5\nzz\n',
    });
    expect(run.complaints).toEqual([
      '/vnf/in:0: warning: missing banner line; is this an IP summary dump?',
      "/vnf/in:1: no '!data' provided",
      "/vnf/in:2: warning: unknown content type 'nonsense'",
    ]);
    expect(run.read('c.count')).toBe('1');
  });

  it('read standard input, write standard output', () => {
    const run = runWithFiles(
      'FromIPSummaryDump(-, STOP true) -> ToIPSummaryDump(-, FIELDS dst, HEADER false)',
      {},
      '!data dst\n1.1.1.1\n2.2.2.2\n',
    );
    expect(run.output).toBe('1.1.1.1\n2.2.2.2\n');
  });

  it('keep the time between packets when asked', () => {
    const { simulation, reason } = runWithFiles('FromIPSummaryDump(in, STOP true, TIMING true) -> Discard', {
      in: '!data ts\n100\n103\n104.5\n',
    });
    expect([reason, simulation.now]).toEqual(['stopped', 4_500_000_000n]);
  });

  it('keep a router from starting that asks for what is not there', () => {
    const start =
      (config: string, files = {}) =>
      () =>
        runWithFiles(config, files);
    expect(start('FromIPSummaryDump(nowhere) -> Discard')).toThrow('/vnf/nowhere: No such file or directory');
    expect(start('FromIPSummaryDump(in) -> Discard', { in: '' })).toThrow('/vnf/in: empty file');
    expect(start('Idle -> ToIPSummaryDump(out, FIELDS src what)')).toThrow("unknown content type 'what'");
    expect(start('Idle -> ToIPSummaryDump(out, FIELDS payload, BINARY true)')).toThrow(
      'cannot use field payload with BINARY',
    );
    expect(start('FromIPSummaryDump(nowhere, ALLOW_NONEXISTENT true, STOP true) -> Discard')).not.toThrow();
  });
});
