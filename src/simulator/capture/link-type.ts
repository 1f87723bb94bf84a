/** Link types of capture files, by the numbers that the file formats have. */
export const LINK = {
  NULL: 0,
  ETHERNET: 1,
  PPP: 9,
  FDDI: 10,
  RAW: 101,
  C_HDLC: 104,
  IEEE802_11: 105,
  LINUX_SLL: 113,
  PRISM: 119,
  RADIOTAP: 127,
  IPV4: 228,
} as const;

/** Numbers that some systems write in place of the common one. */
const HOST_NUMBERS = new Map([
  [12, LINK.RAW],
  [14, LINK.RAW],
]);

export function commonLinkType(linkType: number): number {
  return HOST_NUMBERS.get(linkType) ?? linkType;
}

/** The names that Click gives link types in ENCAP arguments and `encap` handlers; the first is the one it prints. */
const NAMES: readonly (readonly [linkType: number, ...names: string[]])[] = [
  [LINK.RAW, 'IP', 'RAW'],
  [LINK.ETHERNET, 'ETHER', 'ETHERNET'],
  [LINK.FDDI, 'FDDI'],
  [LINK.IEEE802_11, '802_11', '802.11', 'WIFI'],
  [LINK.PRISM, '802_11_PRISM', 'PRISM'],
  [LINK.RADIOTAP, '802_11_RADIO', 'RADIO'],
  [LINK.LINUX_SLL, 'SLL', 'LINUX_SLL', 'COOKED'],
  [LINK.PPP, 'PPP'],
  [LINK.C_HDLC, 'HDLC', 'C_HDLC'],
  [LINK.NULL, 'NULL'],
];

export function parseLinkType(name: string): number | undefined {
  return NAMES.find(([, ...names]) => names.includes(name))?.[0];
}

export function printLinkType(linkType: number): string {
  return NAMES.find(([number]) => number === linkType)?.[1] ?? `${linkType}`;
}
