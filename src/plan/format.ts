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

/** Of the machine: words of memory are as the checksum takes their bytes. */
const IS_LITTLE = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;

/** CRC-32 as in Ethernet and zip. */
export function crc32(bytes: Uint8Array): number {
  let crc = -1;
  let at = 0;
  // Four bytes at a time and by index: most Plans are written by code that V8 only interprets, where each step counts.
  const words = IS_LITTLE ? new Int32Array(new Uint8Array(bytes).buffer, 0, bytes.length >>> 2) : [];
  for (let word = 0; word < words.length; word++, at += 4) {
    crc ^= words[word]!;
    crc =
      TABLE[768 + (crc & 255)]! ^
      TABLE[512 + ((crc >>> 8) & 255)]! ^
      TABLE[256 + ((crc >>> 16) & 255)]! ^
      TABLE[crc >>> 24]!;
  }
  for (; at < bytes.length; at++) crc = TABLE[(crc ^ bytes[at]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

export function align8(offset: number): number {
  return Math.ceil(offset / 8) * 8;
}
