import { expect, test } from 'vitest';
import { NOWHERE, type PacketRecord, plainRecord } from '../../../src/simulator/record.ts';
import { write } from './summary.ts';

const IP = '45000028000100004006000001020304050607 08'.replace(' ', '');
const TCP = '000a00140000000100000002501000100000 0000'.replace(' ', '');

/** A packet of these bytes, of which the first is the IP header's, as CheckIPHeader or MarkIPHeader leaves it. */
function packet(hex: string, more: Partial<PacketRecord> = {}): PacketRecord {
  const data = Uint8Array.from(Buffer.from(hex, 'hex'));
  return { ...plainRecord(data), network: 0, transport: 20, ...more };
}

/** Replaces the bytes from `at`. */
const bent = (hex: string, at: number, bytes: string) =>
  hex.slice(0, 2 * at) + bytes + hex.slice(2 * at + bytes.length);

const bad = (record: PacketRecord, fields: string, careful = true) =>
  write([record], fields, { badPackets: true, carefulTruncation: careful });

test.each([
  ['no IP header', packet('00', { network: NOWHERE, transport: NOWHERE }), 'ip_src'],
  ['no IP header', packet('00', { network: NOWHERE, transport: NOWHERE }), 'ip_opt'],
  ['truncated IP header', packet('450000'), 'ip_src'],
  ['IP version 6', packet(bent(IP, 0, '65')), 'ip_src'],
  ['IP header length 4', packet(bent(IP, 0, '44')), 'ip_src'],
  ['IP length 19', packet(bent(IP, 2, '0013')), 'ip_src'],
  ['truncated IP missing 20', packet(IP), 'sport'],
  ['truncated IP missing 4', packet(bent(IP, 2, '0018'), { transport: NOWHERE }), 'sport'],
  ['TCP header length 4', packet(IP + bent(TCP, 12, '40')), 'tcp_seq'],
  ['fragmented TCP header', packet(bent(IP, 6, '0001') + TCP), 'tcp_seq'],
  ['fragmented TCP/UDP header', packet(bent(IP, 6, '0001') + TCP), 'sport'],
  ['fragmented UDP header', packet(bent(bent(IP, 6, '0001'), 9, '11') + TCP), 'udp_len'],
  ['fragmented ICMP header', packet(bent(bent(IP, 6, '0001'), 9, '01') + TCP), 'icmp_type'],
  ['Ethernet header', packet(IP + TCP), 'eth_src'],
  ['Ethernet header', packet(IP + TCP), 'eth_type'],
])('!bad %s', (complaint, record, field) => {
  expect(bad(record, field)).toEqual([`!bad ${complaint}`, '-']);
});

test('headers that the capture cut off, and those that the packet itself does not have', () => {
  // 8 of the TCP header's 20 bytes are there; the IP header speaks of 65535, and more was sent, or of 28.
  const captured = packet(bent(IP, 2, 'ffff') + TCP.slice(0, 16), { extraLength: 70_000 });
  expect(bad(captured, 'tcp_ack sport')).toEqual(['!bad truncated TCP header capture', '- 10']);
  const cut = packet(bent(IP, 0, '46'), { extraLength: 24 });
  expect(bad(cut, 'ip_opt')).toEqual(['!bad truncated IP header capture', '-']);
  const short = packet(bent(IP, 2, '001c') + TCP.slice(0, 16));
  expect(bad(short, 'tcp_ack tcp_opt tcp_off')).toEqual(['!bad truncated TCP header', '- - -']);
});

test('packets that end where their IP header does not say so count as whole when nobody asks', () => {
  expect(bad(packet(IP), 'ip_src', false)).toEqual(['1.2.3.4']);
  expect(bad(packet(IP, { extraLength: 20 }), 'ip_src')).toEqual(['1.2.3.4']);
});

test('a field of another protocol is missing, which is no fault', () => {
  expect(bad(packet(IP + TCP), 'udp_len icmp_type')).toEqual(['- -']);
  expect(bad(packet(bent(IP, 9, '11') + TCP), 'tcp_seq tcp_opt')).toEqual(['- -']);
  expect(bad(packet(bent(IP, 9, '2f') + TCP), 'sport')).toEqual(['-']);
});

test('bytes behind the IP packet are padding', () => {
  const padded = packet(`${IP}${TCP}00000000`);
  expect(write([padded], 'ip_len payload_len ip_capture_len payload wire_len')).toEqual(['40 0 40 "" 44']);
});

test('lengths count what a packet only stands for, unless that is not wanted', () => {
  const record = { ...packet(IP + TCP), extraLength: 1000 };
  const plain = plainRecord(Uint8Array.from(Buffer.from('abc')));
  expect(write([record], 'ip_len payload_len')).toEqual(['40 0']);
  expect(write([{ ...plain, extraLength: 7 }], 'ip_len payload_len')).toEqual(['10 10']);
  expect(write([{ ...plain, extraLength: 7 }], 'ip_len payload_len', { extraLength: false })).toEqual([
    '3 10',
  ]);
  // The length field is full: what does not fit is all that stays extra.
  const huge = packet(bent(IP, 2, 'ffff') + TCP, { extraLength: 70_000 });
  expect(write([huge], 'ip_len')).toEqual(['70040']);
});

test('without an IP header all is payload', () => {
  const plain = plainRecord(Uint8Array.from(Buffer.from('abc')));
  expect(write([plain], 'payload payload_len ip_len ip_capture_len wire_len')).toEqual(['"abc" 3 3 3 3']);
});

test('payloads of datagrams, of other protocols and of later fragments', () => {
  const of = (protocol: string, offset = '0000') =>
    packet(
      `${bent(bent(bent(IP, 9, protocol), 6, offset), 2, '0020')}000a0014000c0000616263 64`.replace(' ', ''),
    );
  expect(write([of('11')], 'payload udp_len sport')).toEqual(['"abcd" 12 10']);
  expect(write([of('88')], 'payload udp_len dport')).toEqual(['"abcd" - 20']);
  expect(write([of('2f')], 'payload sport')).toEqual(['"\\000\\n\\000\\024\\000\\014\\000\\000abcd" -']);
  expect(write([of('11', '0001')], 'payload_len ip_frag')).toEqual(['12 f']);
});
