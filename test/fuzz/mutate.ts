/** Numbers of 31 bits. */
export type Random = () => number;

/** The same numbers for the same seed. */
export function generator(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let value = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
    return (value ^ (value >>> 16)) >>> 1;
  };
}

/** Lengths, counts and offsets at which code goes wrong. */
const NUMBERS = [0, 1, 7, 8, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** Words that mean something in one of the texts. */
const WORDS = [
  ...[
    '\0',
    '\n',
    '\r\n',
    '"',
    "'",
    '\\',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    ';',
    '#',
    '-',
    '->',
    '=>',
    '|',
  ],
  ...[
    '$',
    '*',
    '&a ',
    '*a',
    '<<: ',
    '- ',
    '!!binary ',
    '__proto__',
    'constructor',
    '../../etc/x',
    '/',
    'null',
    'NaN',
  ],
  ...[
    '-1',
    '1e999',
    '0x',
    '9007199254740993',
    'true',
    '\xff\xfe',
    '\xe2\x82',
    'elementclass',
    'define',
    'input',
    'output',
  ],
];

/** A few changes to `bytes`; `other` is another input, from which pieces are taken. */
export function mutate(bytes: Uint8Array, other: Uint8Array, random: Random, longest: number): Buffer {
  let result: Buffer = Buffer.from(bytes);
  for (let left = 1 + (random() % 6); left > 0; left--) result = change(result, other, random);
  return result.subarray(0, longest);
}

function change(bytes: Buffer, other: Uint8Array, random: Random): Buffer {
  const at = random() % (bytes.length + 1);
  const size = random() % (random() % 4 === 0 ? 200 : 9);
  const put = (piece: Uint8Array, over = 0) =>
    Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + over)]);
  switch (random() % 9) {
    case 0:
      return put(Uint8Array.of(random()), 1);
    case 1:
      return put(Uint8Array.of((bytes[at] ?? 0) ^ (1 << (random() % 8))), 1);
    case 2:
      return put(Buffer.alloc(0), size);
    case 3:
      return put(bytes.subarray(at, at + size));
    case 4:
      return put(piece(other, random, size), random() % 2 ? size : 0);
    case 5:
      return put(Buffer.from(WORDS[random() % WORDS.length]!, 'latin1'), random() % 3);
    case 6:
      return bytes.subarray(0, at);
    default:
      return number(bytes, at, random);
  }
}

function piece(other: Uint8Array, random: Random, size: number): Uint8Array {
  const at = random() % (other.length + 1);
  return other.subarray(at, at + size);
}

/** A number of 1 to 8 bytes, in either order. */
function number(bytes: Buffer, at: number, random: Random): Buffer {
  const value = NUMBERS[random() % NUMBERS.length]!;
  const size = [1, 2, 4, 8][random() % 4]!;
  const result = Buffer.from(bytes);
  for (let i = 0; i < size && at + i < result.length; i++)
    result[at + (random() % 2 ? i : size - 1 - i)] = i < 4 ? value >>> (8 * i) : 0;
  return result;
}
