import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/simulator/bytes.ts';
import { SNAP_LENGTH } from '../../../src/simulator/capture/capture.ts';
import { readCapture } from '../../../src/simulator/capture/index.ts';
import { packet, readAll, swapPcap, writePcap } from './files.ts';

const packets = fc.array(
  fc
    .record({
      seconds: fc.nat(0xffffffff),
      microseconds: fc.nat(999_999),
      data: fc.uint8Array({ maxLength: 200 }),
      lost: fc.nat(5000),
    })
    .map(({ seconds, microseconds, data, lost }) => ({
      seconds,
      nanoseconds: microseconds * 1000,
      data,
      wireLength: data.length + lost,
    })),
  { maxLength: 12 },
);

describe('pcap', () => {
  it('gives back what was written, in either byte order and precision', () => {
    fc.assert(
      fc.property(packets, (list) => {
        for (const precision of [6, 9] as const) {
          const file = writePcap(list, precision);
          expect(readAll(file)).toEqual(list);
          expect(readAll(swapPcap(file))).toEqual(list);
        }
      }),
    );
  });

  it('keeps nanoseconds in the one format and cuts them in the other', () => {
    const list = [packet(5, 123_456_789, [1])];
    expect(readAll(writePcap(list, 9))[0]!.nanoseconds).toBe(123_456_789);
    expect(readAll(writePcap(list, 6))[0]!.nanoseconds).toBe(123_456_000);
  });

  it('says what link type and precision a file has', () => {
    const reader = readCapture(bytesSource('x', writePcap([], 9, 113)));
    expect([reader.linkType, reader.precision]).toEqual([113, 9]);
    expect(readCapture(bytesSource('x', writePcap([], 6, 12))).linkType).toBe(101);
  });

  it('reads a file of any size through its window', () => {
    const file = writePcap([packet(1, 0, [1, 2, 3, 4]), packet(2, 0, new Array(60_000).fill(7))]);
    const repeated = Buffer.concat([file, ...new Array(60).fill(file.subarray(24))]);
    const all = readAll(repeated);
    expect(all).toHaveLength(122);
    expect(all[121]!.data).toEqual(all[1]!.data);
  });

  it('reads a source that gives one byte at a time', () => {
    const file = writePcap([packet(1, 2000, [9, 8, 7])]);
    const whole = bytesSource('slow', file);
    const reader = readCapture({ name: 'slow', read: (into) => whole.read(into.subarray(0, 1)) });
    expect(reader.next()!.data).toEqual(Uint8Array.of(9, 8, 7));
    expect(reader.next()).toBeUndefined();
  });
});

describe('a damaged pcap file', () => {
  const file = writePcap([packet(1, 0, [1, 2, 3]), packet(2, 0, [4, 5, 6, 7])]);

  it('is refused with the place, wherever it is cut', () => {
    const whole = new Set([24, 24 + 19, file.length]);
    for (let cut = 0; cut <= file.length; cut++) {
      const read = () => readAll(file.subarray(0, cut), 'cut.pcap');
      if (whole.has(cut)) expect(read).not.toThrow();
      else expect(read, `cut at ${cut}`).toThrow(/^cut\.pcap: /);
    }
  });

  it('says where it ends and what is missing', () => {
    expect(() => readAll(file.subarray(0, 50))).toThrow(
      'a.pcap: byte 43: the header of a packet needs 16 bytes, but the file ends after 7',
    );
    expect(() => readAll(file.subarray(0, 61))).toThrow(
      'a.pcap: byte 43: a packet needs 20 bytes, but the file ends after 18',
    );
  });

  it('is refused when a length or a time cannot be', () => {
    const long = file.slice();
    new DataView(long.buffer).setUint32(43 + 8, SNAP_LENGTH + 1, true);
    expect(() => readAll(long)).toThrow('byte 43: a packet claims 262145 bytes');
    const late = file.slice();
    new DataView(late.buffer).setUint32(43 + 4, 1_000_000, true);
    expect(() => readAll(late)).toThrow("byte 43: a packet's time stamp has 1000000 as its fraction");
  });

  it('is told from other files', () => {
    expect(() => readAll(new Uint8Array())).toThrow('a.pcap: empty file');
    expect(() => readAll(Uint8Array.of(1, 2))).toThrow('a.pcap: too short');
    expect(() => readAll(Buffer.from('GIF89a'))).toThrow(
      'a.pcap: neither pcap nor pcapng: it begins with the bytes 47494638',
    );
    expect(() => readAll(Uint8Array.of(0x1f, 0x8b, 8, 0))).toThrow('a.pcap: is compressed');
    const version = file.slice();
    version[4] = 3;
    expect(() => readAll(version)).toThrow('pcap version 3.4 is not supported');
  });

  it('never does anything but give packets or a SimulatorError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 12 }), fc.nat(60), (noise, at) => {
        const broken = file.slice();
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
