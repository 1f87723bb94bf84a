import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFrame } from '../../src/simulator/decode/decode-frame.ts';
import { parsePacket } from '../elements/packet-notation.ts';

function decoded(notation: string): Record<string, string> {
  return Object.fromEntries(decodeFrame(parsePacket(notation)).map(({ name, value }) => [name, value]));
}

const ETHER = 'ether 2:0:0:0:0:1 > 2:0:0:0:0:2';

describe('a decoded frame', () => {
  it('has the fields of TCP in IP', () => {
    expect(decoded(`${ETHER} / ip 10.0.0.1 > 10.0.0.2 / tcp 80 > 4000 / "ab"`)).toMatchObject({
      'Ethernet source': '02:00:00:00:00:01',
      'Ethernet destination': '02:00:00:00:00:02',
      'Ethernet type': '0x0800',
      'IP header length': '20',
      'IP length': '42',
      'IP protocol': 'TCP',
      'IP source': '10.0.0.1',
      'IP destination': '10.0.0.2',
      'TCP source port': '80',
      'TCP destination port': '4000',
      'bytes from 54': '61 62',
    });
  });

  it('has the fields of UDP and ICMP', () => {
    expect(decoded(`${ETHER} / ip 10.0.0.1 > 10.0.0.2 / udp 53 > 4000 / "abc"`)).toMatchObject({
      'UDP source port': '53',
      'UDP length': '11',
      'bytes from 42': '61 62 63',
    });
    expect(decoded(`${ETHER} / ip 10.0.0.1 > 10.0.0.2 / icmp 8 0 / hex 00070002`)).toMatchObject({
      'ICMP type': '8',
    });
  });

  it('shows what no header claims sixteen bytes a line', () => {
    expect(decodeFrame(new Uint8Array(33)).map(({ name }) => name)).toEqual([
      'Ethernet destination',
      'Ethernet source',
      'Ethernet type',
      'bytes from 14',
      'bytes from 30',
    ]);
    expect(decodeFrame(new Uint8Array(3))).toEqual([{ name: 'bytes from 0', value: '00 00 00' }]);
  });
});

/** Frames with headers that are whole, cut, or nonsense in any bit. */
const frame = fc
  .tuple(
    fc.constantFrom('0800', '0806', '8100', '88a8', '810000010800', '86dd', '0801'),
    fc.constantFrom(
      '4500002800010000400600000a0000010a000002005000500000000100000002500000000000000000000000',
      '4600001c0001000040110000000000000000000001020304000100020003000400050006',
      '450000280001000040010000000000000000000008000000000100020000000000000000',
      '0001080006040001020000000001000000000000000000000000000a000002',
      '45',
    ),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
    fc.nat(70),
  )
  .map(([type, rest, changes, cut]) => {
    const bytes = Buffer.from(`020000000002020000000001${type}${rest}`, 'hex');
    for (const [at, value] of changes) bytes[at % bytes.length] = value;
    return new Uint8Array(bytes.subarray(0, Math.max(1, bytes.length - (cut < 50 ? 0 : cut - 50))));
  });

it('tells any two frames apart that differ in a bit', () => {
  fc.assert(
    fc.property(frame, fc.nat(), fc.nat(7), (bytes, at, bit) => {
      const other = bytes.slice();
      other[at % bytes.length]! ^= 1 << bit;
      expect(decodeFrame(other)).not.toEqual(decodeFrame(bytes));
    }),
    { numRuns: 3000 },
  );
});
