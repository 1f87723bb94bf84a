/** The layout of a Plan: the twin of `images/base/router/plan.h`. All numbers are little endian. */
export const MAGIC = 'CLKPLAN\0';
export const HEADER_SIZE = 96;
export const ELEMENT_SIZE = 28;
export const LINK_SIZE = 4;
export const NO_ELEMENT = 0xffff;

/** Offsets in the header. The checksum covers what follows from `size`, the digest what follows from `body`. */
export const HEADER = {
  version: 8,
  crc: 12,
  size: 16,
  flags: 20,
  abi: 24,
  digest: 32,
  body: 64,
  elementCount: 64,
  elements: 68,
  linkCount: 72,
  links: 76,
  strings: 80,
  stringsSize: 84,
  devices: 88,
  flatSize: 92,
} as const;

/** Offsets in an element's record. */
export const ELEMENT = {
  class: 0,
  ninputs: 2,
  noutputs: 4,
  nameSize: 6,
  links: 8,
  args: 12,
  name: 16,
  config: 20,
  configSize: 24,
} as const;

// What a byte does to the checksum, and behind that what it does if one, two or three others follow it. Signed: V8 keeps
// numbers of 32 bits with a sign without making an object of each.
const TABLE = new Int32Array(4 * 256);
for (let byte = 0; byte < 256; byte++) {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  TABLE[byte] = value;
}
for (let entry = 256; entry < TABLE.length; entry++) {
  const before = TABLE[entry - 256]!;
  TABLE[entry] = TABLE[before & 255]! ^ (before >>> 8);
}

/** The same by how many bytes follow. */
const BEHIND = [0, 1, 2, 3].map((others) => TABLE.subarray(256 * others, 256 * (others + 1)));

/** Of the machine: words of memory are as the checksum takes their bytes. */
const IS_LITTLE = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;

/** CRC-32 as in Ethernet and zip. */
export function crc32(bytes: Uint8Array): number {
  // Four bytes at a time, by index and with what is asked for often at hand: most Plans are written by code that V8 only
  // interprets, where each step counts.
  const words = IS_LITTLE ? new Int32Array(new Uint8Array(bytes).buffer, 0, bytes.length >>> 2) : [];
  const { length } = words;
  const [last, third, second, first] = BEHIND as [Int32Array, Int32Array, Int32Array, Int32Array];
  let crc = -1;
  for (let word = 0; word < length; word++) {
    crc ^= words[word]!;
    crc = first[crc & 255]! ^ second[(crc >>> 8) & 255]! ^ third[(crc >>> 16) & 255]! ^ last[crc >>> 24]!;
  }
  for (let at = 4 * length; at < bytes.length; at++) crc = last[(crc ^ bytes[at]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

export function align8(offset: number): number {
  return Math.ceil(offset / 8) * 8;
}
