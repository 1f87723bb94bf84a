import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesSink, bytesSource } from '../../../src/simulator/bytes.ts';
import { pcapngWriter, readCapture } from '../../../src/simulator/capture/index.ts';
import { packet, readAll } from './files.ts';

/** A block of 32-bit words (or bytes, padded) in either byte order. */
function block(type: number, body: Uint8Array, littleEndian: boolean): Uint8Array {
  const padded = Math.ceil(body.length / 4) * 4;
  const view = new DataView(new ArrayBuffer(12 + padded));
  view.setUint32(0, type, littleEndian);
  view.setUint32(4, 12 + padded, littleEndian);
  view.setUint32(8 + padded, 12 + padded, littleEndian);
  const bytes = new Uint8Array(view.buffer);
  bytes.set(body, 8);
  return bytes;
}

class Body {
  readonly #bytes: number[] = [];
  readonly #littleEndian: boolean;

  constructor(littleEndian: boolean) {
    this.#littleEndian = littleEndian;
  }

  number(value: number | bigint, bytes: number): this {
    const list = Array.from({ length: bytes }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn));
    this.#bytes.push(...(this.#littleEndian ? list : list.reverse()));
    return this;
  }

  raw(...bytes: number[]): this {
    this.#bytes.push(...bytes);
    while (this.#bytes.length % 4) this.#bytes.push(0);
    return this;
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

function section(littleEndian: boolean): Uint8Array {
  const body = new Body(littleEndian).number(0x1a2b3c4d, 4).number(1, 2).number(0, 2).number(-1n, 8);
  return block(0x0a0d0d0a, body.bytes, littleEndian);
}

function description(
  littleEndian: boolean,
  linkType = 1,
  options: (body: Body) => void = () => {},
): Uint8Array {
  const body = new Body(littleEndian).number(linkType, 2).number(0, 2).number(0, 4);
  options(body);
  return block(1, body.bytes, littleEndian);
}

function enhanced(littleEndian: boolean, ticks: bigint, data: number[], interfaceNumber = 0): Uint8Array {
  const body = new Body(littleEndian)
    .number(interfaceNumber, 4)
    .number(ticks >> 32n, 4)
    .number(ticks & 0xffffffffn, 4)
    .number(data.length, 4)
    .number(data.length + 10, 4)
    .raw(...data);
  return block(6, body.bytes, littleEndian);
}

describe('pcapng', () => {
  it('gives back what was written', () => {
    const list = [
      packet(1_700_000_000, 123_456_789, [1, 2, 3]),
      packet(0, 0, []),
      packet(4_294_967_295, 999_999_999, [1]),
    ];
    const sink = bytesSink();
    const writer = pcapngWriter(sink, 101);
    for (const one of list) writer.packet(one);
    expect(readAll(sink.bytes())).toEqual(list);
    const reader = readCapture(bytesSource('x', sink.bytes()));
    expect([reader.linkType, reader.precision]).toEqual([101, 9]);
  });

  it.each([true, false])('reads enhanced, old and simple packets (little endian: %s)', (little) => {
    const old = new Body(little)
      .number(0, 2)
      .number(0, 2)
      .number(0, 4)
      .number(5_000_007, 4)
      .number(2, 4)
      .number(9, 4);
    const file = Buffer.concat([
      section(little),
      description(little),
      block(0x0bad, Uint8Array.of(1, 2, 3), little),
      enhanced(little, 1_600_000_000_000_001n, [1, 2, 3, 4, 5]),
      block(2, old.raw(7, 8).bytes, little),
      block(3, new Body(little).number(3, 4).raw(9, 9, 9).bytes, little),
    ]);
    expect(readAll(file)).toEqual([
      { ...packet(1_600_000_000, 1000, [1, 2, 3, 4, 5]), wireLength: 15 },
      { ...packet(5, 7000, [7, 8]), wireLength: 9 },
      packet(0, 0, [9, 9, 9]),
    ]);
  });

  it('keeps to the units and the offset of each interface', () => {
    const file = Buffer.concat([
      section(true),
      description(true, 1, (body) => body.number(9, 2).number(1, 2).raw(9)),
      description(true, 1, (body) =>
        body
          .number(9, 2)
          .number(1, 2)
          .raw(0x80 | 10)
          .number(14, 2)
          .number(8, 2)
          .number(-3n, 8),
      ),
      enhanced(true, 1_700_000_000_123_456_789n, [1]),
      enhanced(true, 1024n * 100n + 512n, [2], 1),
    ]);
    const times = readAll(file).map(({ seconds, nanoseconds }) => [seconds, nanoseconds]);
    expect(times).toEqual([
      [1_700_000_000, 123_456_789],
      [97, 500_000_000],
    ]);
  });

  it('reads a second section of the other byte order', () => {
    const parts = [true, false].map((little) =>
      Buffer.concat([section(little), description(little), enhanced(little, 3_000_000n, [1])]),
    );
    expect(readAll(Buffer.concat(parts)).map((one) => one.seconds)).toEqual([3, 3]);
  });
});

describe('a damaged pcapng file', () => {
  const head = Buffer.concat([section(true), description(true)]);

  it('is refused with the place', () => {
    expect(() => readAll(Buffer.concat([head, enhanced(true, 0n, [1], 3)]))).toThrow(
      'a.pcap: byte 48: a packet refers to interface 3, which is not described',
    );
    const tail = Buffer.concat([head, enhanced(true, 0n, [1])]);
    tail[tail.length - 4] = 1;
    expect(() => readAll(tail)).toThrow('byte 48: a block is 36 bytes long at its start and 1 at its end');
    expect(() => readAll(Buffer.concat([head, Uint8Array.of(1, 2, 3)]))).toThrow(
      'byte 48: a block needs 12 bytes, but the file ends after 3',
    );
    const odd = Buffer.concat([head, enhanced(true, 0n, [1])]);
    odd[52] = 0xff;
    expect(() => readAll(odd)).toThrow('byte 48: a block claims a length of 255 bytes');
  });

  it('is refused when link types are mixed', () => {
    expect(() => readAll(Buffer.concat([head, description(true, 101)]))).toThrow(
      'holds packets of link types 1 and 101',
    );
  });

  it('never does anything but give packets or a SimulatorError', () => {
    const file = Buffer.concat([head, enhanced(true, 77n, [1, 2, 3]), enhanced(true, 78n, [1])]);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 8 }), fc.nat(file.length - 1), (noise, at) => {
        const broken = Uint8Array.from(file);
        broken.set(noise.subarray(0, broken.length - at), at);
        try {
          readAll(broken);
        } catch (error) {
          expect(error).toMatchObject({ name: 'SimulatorError' });
        }
      }),
    );
  });
});
