import { expect, test } from 'vitest';
import { LINK } from '../../../src/simulator/capture/index.ts';
import { findIpHeader } from '../../../src/simulator/elements/ip-header.ts';

const IP4 = [0x45, ...new Array<number>(19).fill(0)];
const IP6 = [0x60, ...new Array<number>(39).fill(0)];
const zeros = (count: number) => new Array<number>(count).fill(0);
const find = (linkType: number, bytes: number[]) => findIpHeader(Uint8Array.from(bytes), linkType);

test.each([
  ['no link header', LINK.RAW, IP4, 0, 20],
  ['IPv6', LINK.RAW, IP6, 0, 40],
  ['IP options', LINK.IPV4, [0x46, ...zeros(23)], 0, 24],
  ['BSD loopback', LINK.NULL, [2, 0, 0, 0, ...IP4], 4, 24],
  ['Ethernet', LINK.ETHERNET, [...zeros(12), 8, 0, ...IP4], 14, 34],
  ['VLAN tags', LINK.ETHERNET, [...zeros(12), 0x88, 0xa8, 0, 1, 0x81, 0, 0, 2, 0x86, 0xdd, ...IP6], 22, 62],
  ['Linux cooked', LINK.LINUX_SLL, [...zeros(14), 8, 0, ...IP4], 16, 36],
  ['FDDI with SNAP', LINK.FDDI, [...zeros(19), 8, 0, ...IP4], 21, 41],
  ['PPP', LINK.PPP, [0xff, 3, 0, 0x21, ...IP4], 4, 24],
])('behind %s', (_name, linkType, bytes, network, transport) => {
  expect(find(linkType, bytes)).toEqual({ network, transport });
});

test.each([
  ['a cut IP header', LINK.RAW, IP4.slice(0, 19)],
  ['a cut IPv6 header', LINK.RAW, IP6.slice(0, 39)],
  ['nothing', LINK.RAW, []],
  ['another version', LINK.RAW, [0x75, ...zeros(40)]],
  ['a header length of less than 20', LINK.RAW, [0x44, ...zeros(40)]],
  ['another Ethernet type', LINK.ETHERNET, [...zeros(12), 8, 6, ...IP4]],
  ['a cut Ethernet header', LINK.ETHERNET, zeros(13)],
  ['another PPP protocol', LINK.PPP, [0xff, 3, 0xc0, 0x21, ...IP4]],
  ['a cut PPP header', LINK.PPP, [0xff, 3]],
  ['a link type that says nothing of IP', LINK.IEEE802_11, IP4],
])('not in %s', (_name, linkType, bytes) => {
  expect(find(linkType, bytes)).toBeUndefined();
});
