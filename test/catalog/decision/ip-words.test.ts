import { describe, expect, it } from 'vitest';
import { check } from './check.ts';
import { type Packet, run } from './run.ts';

function program(text: string): Uint8Array {
  const { program: bytes, diagnostics } = check('IPClassifier', text, 1, [
    ['AddressInfo', 'me 10.0.0.7 0:1:2:3:4:5, lan 10.0.0.1/24'],
    ['PortInfo', 'game 4000/udp, shop 8080'],
  ]);
  expect(diagnostics).toEqual([]);
  return bytes!;
}

describe('what a test leaves out', () => {
  it.each([
    ['src 1.2.3.4 and not 5.6.7.8', 'src host 1.2.3.4 and not src host 5.6.7.8'],
    ['src 1.2.3.4 or 5.6.0.0/16', 'src host 1.2.3.4 or src net 5.6.0.0/16'],
    ['port 80 or 443', 'tcpudp port 80 or tcpudp port 443'],
    ['tcp dst port 80 or 443 or www', 'tcp dst port 80 or tcp dst port 443'],
    ['dst port > 1023 and < 2000', 'dst port > 1023 and dst port < 2000'],
    ['ip ttl > 5 and < 10', 'ip ttl > 5 and ip ttl < 10'],
    ['ip proto 6 or 17', 'tcp or udp'],
    ['icmp type 3 or 11', 'icmp type unreachable or icmp type timeexceeded'],
    ['src or dst 1.2.3.4', 'host 1.2.3.4'],
    ['1.2.3.4', 'src or dst ip host 1.2.3.4'],
    ['dest port 53', 'dst port dns'],
    ['syn', 'tcp opt syn'],
    ['tcp && dst port 22 && ack', 'tcp dst port ssh and tcp opt ack'],
    ['icmp', 'ip proto 1'],
    ['net 10.0.0.0/8', '10.0.0.0 mask 255.0.0.0'],
    ['src me', 'src host 10.0.0.7'],
    ['src ether host me:eth', 'src ether host 0:1:2:3:4:5'],
    ['dst net lan:net', 'dst net 10.0.0.0/24'],
    ['udp port game', 'udp port 4000'],
    ['udp dst port shop', 'udp dst port 8080'],
    ['src 1.2.3.4 dst 5.6.7.8', 'src 1.2.3.4 and dst host 5.6.7.8'],
    ['not src 1.2.3.4 dst 5.6.7.8', '(not src 1.2.3.4) and dst 5.6.7.8'],
    ['tcp or udp and src 1.2.3.4', 'tcp or (udp and src 1.2.3.4)'],
    ['tcp ? true : udp ? false : true', 'tcp ? true : (udp ? false : true)'],
    ['"tcp and src 1.2.3.4"', 'tcp and src 1.2.3.4'],
    ['ip[9] 6', 'ip proto 6'],
    ['ip[2:2] > 100', 'ip len > 100'],
    ['"ip[2,3] > 100"', 'ip len > 100'],
    ['tcp[13] & 2 = 2', 'tcp opt syn'],
    ['ip unfrag', 'not ip frag'],
    ['ip tos & 3 = 3', 'ip ce'],
    ['-', 'true'],
    ['any', 'all'],
    ['src ether 0:1:2:3:4:5 or 0:1:2:3:4:6', 'src ether host 0:1:2:3:4:5 or src ether host 0:1:2:3:4:6'],
    ['src 1.2.3.4 or not dst not host 5.6.7.8', 'src 1.2.3.4 or dst host 5.6.7.8'],
    ['src & 255.255.0.0 = 1.2.3.4', 'src net 1.2.0.0/16'],
    ['ether src & ff:ff:ff:0:0:0 = 0:1:2:3:4:5', 'ether src & ff:ff:ff:0:0:0 = 0:1:2:9:9:9'],
    ['tcp opt 2', 'tcp opt syn'],
    ['ip ect', 'ip tos & 3 != 0'],
    ['ip ect 1', 'ip tos & 3 = 1'],
    ['ip proto tcp', 'tcp'],
  ])('%s means %s', (short, long) => {
    const [a, b] = [program(short), program(long)];
    // `not` and `!=` differ for packets that are too short, and so may the programs.
    if (!short.includes('unfrag')) expect(a).toEqual(b);
    const bytes = new Uint8Array(40).fill(1);
    const packet: Packet = [bytes, bytes, bytes];
    expect(run(a, packet)).toBe(run(b, packet));
  });

  it('means first fragments only where it asks for what is behind the IP header', () => {
    const front = new Uint8Array(14);
    const header = Buffer.from('4500002800010000400600000a0000010a000002', 'hex');
    const ports = Buffer.from('003500500000000000000000500200000000000000', 'hex');
    const packet: Packet = [front, Uint8Array.from(Buffer.concat([header, ports])), Uint8Array.from(ports)];
    expect(run(program('tcp dst port 80'), packet)).toBe(0);
    expect(run(program('not dst port 80'), packet)).toBe(-1);
    packet[1][7] = 1;
    expect(run(program('tcp dst port 80'), packet)).toBe(-1);
    expect(run(program('not dst port 80'), packet)).toBe(0);
    expect(run(program('dst port != 80'), packet)).toBe(-1);
    expect(run(program('tcp'), packet)).toBe(0);
  });
});

describe('what makes no sense', () => {
  it.each([
    ['src', 'this says only half of a test', 'src'],
    ['80', "a number alone says nothing; write 'port' or a header field before it", '80'],
    ['tcp 80', "a number alone says nothing; write 'port' or a header field before it", 'tcp 80'],
    ['port 70000', "'port' is at most 65535", 'port 70000'],
    ['host 10.0.0.0/8', "'host' needs an IP address", 'host 10.0.0.0/8'],
    ['net 10.0.0.1', "'net' needs an IP prefix", 'net 10.0.0.1'],
    ['src > 10.0.0.1', "'host' cannot be compared with '>'", 'src > 10.0.0.1'],
    ['tcp udp', "'udp' names a second protocol", 'udp'],
    ['src dst 1.2.3.4', "'dst' after 'src'", 'dst'],
    ['icmp port 80', "'port' exists in TCP, UDP and DCCP only", 'icmp port 80'],
    ['udp opt syn', "'syn' means nothing here", 'syn'],
    ['echo', "'echo' can mean several things here", 'echo'],
    ['port www1', "'www1' is no value that a test can have", 'www1'],
    ['src 10.0.0.300', "'10.0.0.300' is no IP address", '10.0.0.300'],
    ['tcp and (src 1.2.3.4', 'the expression breaks off', undefined],
    ['tcp and', 'the expression breaks off', undefined],
    ['tcp)', "')' closes nothing", ')'],
    ['or tcp', "'or' cannot stand here", 'or'],
    ['tcp ? udp', 'the expression breaks off', undefined],
    ['ip[3:2] 1', 'bytes 3 to 4 do not lie in one 4-byte word', '3:2'],
    ['ip[300] 1', 'position 300 is not in 0 to 255', '300'],
    ['ip[x] 1', "'x' is no position", 'x'],
    ['port >', "'>' has nothing to compare with", '>'],
    ['ip ttl & 0 = 1', 'a mask of zero looks at nothing', '0'],
    ['ip ttl & 256 = 1', "'ip ttl' has a mask of at most 0xff", undefined],
    ['ether src 1.2.3.4', "'1.2.3.4' is no value that a test can have", '1.2.3.4'],
    ['ether ttl 5', "'ip ttl' is no part of the Ethernet header", undefined],
    ['ether port 5', "'port' is no part of the Ethernet header", undefined],
    ['src & ff:ff:ff:ff:ff:ff = 1.2.3.4', "'host' has no such mask", undefined],
    ['ether host', "'ether host' needs an Ethernet address", undefined],
    ['ether src & 255 = 0:1:2:3:4:5', "'ether host' has no such mask", undefined],
    ['ip proto', "'ip proto' needs a protocol", undefined],
    ['tcp ip proto udp', "'udp' names a second protocol", 'udp'],
    ['tcp ip proto 17', "'ip proto' is given two protocols", undefined],
    ['ip proto != tcpudp', "'ip proto' can be compared with a single protocol only", undefined],
    ['port', "'port' needs a port number", undefined],
    ['tcp opt', "'tcp opt' needs a TCP flag", undefined],
    ['udp opt 2', "'tcp opt' exists in TCP only", undefined],
    ['tcp opt != 2', "'tcp opt' cannot be compared", undefined],
    ['tcp opt 256', "'tcp opt' is at most 255", undefined],
    ['ip ttl', "'ip ttl' needs a number", undefined],
    ['ip frag 3', "'ip frag' takes no value", undefined],
    ['ip ce 3', "'ip ce' takes no such value", undefined],
    ['ip ect 1.2.3.4', "'ip ect' takes no such value", undefined],
    ['ip ttl & 1.2.3.4 = 1', "'ip ttl' has no such mask", undefined],
    ['ip ttl -1', "'ip ttl' is at most 255", undefined],
    ['ip ttl[1] 5', "'ip ttl' has no [ ]", '1'],
    ['ip ether 0:1:2:3:4:5', "'ether' after 'ip'", 'ether'],
    ['ip[4:5] 1', '5 bytes cannot be looked at; 1 to 4 can', '4:5'],
    ['ip[4:0] 1', '0 bytes cannot be looked at; 1 to 4 can', '4:0'],
    ['src & nonsense = 1.2.3.4', "'nonsense' is no mask", 'nonsense'],
    ['ip src & 0:1:2:3:4:5 = 1.2.3.4', "'0:1:2:3:4:5' is no mask", '0:1:2:3:4:5'],
    ['ether src & 1.2.3.4 = 0:1:2:3:4:5', "'1.2.3.4' is no mask", '1.2.3.4'],
    ['src & 4294967296 = 1.2.3.4', "'4294967296' is no mask", '4294967296'],
    ['1.2.3.4 mask nonsense', "'mask' stands between an IP address and its mask", 'nonsense'],
    ['10.0.0.0/8 mask 255.0.0.0', "'mask' stands between an IP address and its mask", '255.0.0.0'],
    [`${'('.repeat(5000)}tcp`, 'more than 100 conditions inside of each other', '('],
    [`${'! '.repeat(5000)}tcp`, 'more than 100 negations of each other', '!'],
  ])('%s: %s', (text, message, marked) => {
    const result = check('IPClassifier', text, 1);
    expect(result.diagnostics.map((diagnostic) => diagnostic.message)).toEqual([message]);
    if (marked !== undefined) expect(result.marked).toEqual([marked]);
    expect(result.program).toBeUndefined();
  });

  it('says what a word with several meanings can be', () => {
    const [diagnostic] = check('IPClassifier', 'echo', 1).diagnostics;
    expect(diagnostic!.hint).toBe("write 'tcp port echo' or 'udp port echo' or 'icmp type echo'");
  });

  it('points into the source behind blanks and other patterns', () => {
    const { marked } = check('IPClassifier', 'tcp,\n  src 1.2.3.4 and foo 3 , udp bar', 3);
    expect(marked).toEqual(['foo', 'bar']);
  });

  it.each([
    ['ip ttl >= 0', "'ip ttl >= 0' is always true: it is 0 to 255"],
    ['ip ttl > 255', "'ip ttl > 255' is always false: it is 0 to 255"],
    ['src ip frag', "'src' makes no difference to 'ip frag'"],
  ])('%s gets a warning: %s', (text, message) => {
    const { diagnostics } = check('IPClassifier', `${text}, -`, 2);
    expect(diagnostics.map((diagnostic) => [diagnostic.severity, diagnostic.message])).toContainEqual([
      'warning',
      message,
    ]);
  });
});

describe('IPFilter', () => {
  const front = new Uint8Array(14);
  const header = Uint8Array.from(Buffer.from('4500002800010000400600000a0000010a000002', 'hex'));
  const packet: Packet = [front, header, new Uint8Array(0)];

  it.each([
    ['allow src 10.0.0.1, deny all', 0],
    ['deny src 10.0.0.1, allow all', -1],
    ['drop src 10.0.0.1, allow all', -1],
    ['1 src 10.0.0.1, allow all', 1],
    ['allow src 10.0.0.2', -1],
    ['deny src 10.0.0.2, 1', 1],
    ['0x1 -', 1],
  ])('%s sends a packet to output %d', (rules, output) => {
    expect(run(check('IPFilter', rules, 2).program!, packet)).toBe(output);
  });

  it.each([
    ['permit tcp', "'permit' is no action", 'permit'],
    ['2 tcp', "'2' sends packets to output 2, and 2 are in use", '2'],
    ['allow tcp, deny sr 1.2.3.4', "'sr' is no value that a test can have", 'sr'],
  ])('%s: %s', (rules, message, marked) => {
    const result = check('IPFilter', rules, 2);
    expect(result.diagnostics.map((diagnostic) => diagnostic.message)).toEqual([message]);
    expect(result.marked).toEqual([marked]);
  });
});

describe('Classifier', () => {
  const arp = Uint8Array.from(Buffer.from('ffffffffffff0001020304050806000108000604000100', 'hex'));
  const packets: [string, Uint8Array][] = [
    ['an ARP request', arp],
    ['an ARP answer', arp.map((byte, index) => (index === 21 ? 2 : byte))],
    ['an IP packet', arp.map((byte, index) => (index === 13 ? 0 : byte))],
    ['a packet cut in its type', arp.subarray(0, 13)],
    ['no bytes', arp.subarray(0, 0)],
  ];
  const outputs = (patterns: string) => {
    const { program: bytes } = check('Classifier', patterns, patterns.split(',').length);
    return packets.map(([, packet]) => run(bytes!, [packet, new Uint8Array(0), new Uint8Array(0)]));
  };

  it.each([
    ['12/0806 20/0001, 12/0806 20/0002, 12/0800, -', [0, 1, 2, 3, 3]],
    ['12/08??, -', [0, 0, 0, 0, 1]],
    ['12/0800%ffff, -', [1, 1, 0, 1, 1]],
    ['12/0800%ff00, -', [0, 0, 0, 0, 1]],
    ['!12/0806, -', [1, 1, 0, 0, 0]],
    ['12/0806 ! 20/0001, -', [1, 0, 1, 1, 1]],
    ['12/????, -', [0, 0, 0, 0, 0]],
    ['12/0806 20/0001, 12/0800', [0, -1, 1, -1, -1]],
  ])('%s', (patterns, expected) => {
    expect(outputs(patterns)).toEqual(expected);
  });

  it.each([
    ['12/0806, -', 3, '2 patterns for 3 outputs; there must be one for each'],
    ['12/080', 1, "'080' has an odd number of digits"],
    ['12/8', 1, "'8' has less than 2 digits"],
    ['12/0800%ff', 1, "mask 'ff' has fewer digits than value '0800'"],
    ['12-0800', 1, "'12-0800' is no clause of a pattern"],
    ['99999/00', 1, 'offset 99999 is larger than any packet'],
  ])('%s for %d outputs: %s', (patterns, count, message) => {
    expect(check('Classifier', patterns, count).diagnostics.map((each) => each.message)).toEqual([message]);
  });

  it('warns of a pattern that can never match', () => {
    const { diagnostics, program: bytes } = check('Classifier', '12/08??, 12/0806, -', 3);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['CF4008', 'warning']]);
    expect(bytes).toBeDefined();
  });
});
