import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBase } from '../../src/image/base.ts';
import { embedInPlace, embed as embedInto } from '../../src/image/embed.ts';
import { ImageError } from '../../src/image/error.ts';
import { configurationOf, extractPlan } from '../../src/image/extract.ts';
import { inspect, needsOf } from '../../src/image/inspect.ts';
import { checkFit } from '../../src/image/plan-fit.ts';
import { ABI, makeBase, makePlan, PLAN_ADDRESS, VIRTUAL, writeHeader } from './base-fixture.ts';

const embed = (image: Uint8Array, bytes: Uint8Array) => embedInto(readBase(image), bytes);
const base = makeBase();
const plan = makePlan('LIMIT 10');
const other = makePlan(`DATA "${'long '.repeat(1000)}"`);
const refusal = (code: string, message: string) =>
  expect.objectContaining({ name: 'ImageError', code, message });

describe('embedding', () => {
  test('the Plan comes back, and nothing else of the base changes', () => {
    const image = embed(base, plan);
    expect(extractPlan(image)).toEqual(plan);
    const differing = [...base.keys()].filter((at) => base[at] !== image[at]);
    const { note, slot, elf } = readBase(image);
    for (const at of differing) {
      const inHeader =
        at >= elf.headersOffset + slot.index * 56 && at < elf.headersOffset + (slot.index + 1) * 56;
      const inNote = at >= note.planSizeOffset && at < note.planSizeOffset + 8;
      expect(inHeader || inNote).toBe(true);
    }
  });

  test('its segment is read-only, page-aligned, and where the note says', () => {
    const { slot, note } = readBase(embed(base, plan));
    expect(slot).toMatchObject({
      type: 1,
      flags: 4,
      fileSize: plan.length,
      virtualAddress: PLAN_ADDRESS,
      physicalAddress: PLAN_ADDRESS - VIRTUAL,
      memorySize: BigInt(plan.length),
      alignment: 4096n,
    });
    expect(slot.offset % 4096).toBe(0);
    expect(note.planSize).toBe(BigInt(plan.length));
  });

  test('again, it replaces: the bytes are those of embedding once', () => {
    const once = embed(base, plan);
    expect(embed(embed(base, other), plan)).toEqual(once);
    expect(embed(once, plan)).toEqual(once);
    expect(embed(embed(once, other), plan)).toEqual(once);
  });

  test('in the place of the base image gives the same, whatever the room behind it is and holds', () => {
    const size = embed(base, plan).length;
    fc.assert(
      fc.property(
        fc.constantFrom(base, embed(base, other)),
        fc.nat(2 * size),
        fc.nat(99),
        (from, room, at) => {
          const memory = new Uint8Array(at + from.length + room).fill(0xa5);
          memory.set(from, at);
          const image = embedInPlace(readBase(memory.subarray(at, at + from.length)), plan);
          expect(image).toEqual(embed(from, plan));
          expect(image.buffer === memory.buffer).toBe(at + size <= memory.length);
        },
      ),
    );
  });

  test('the inputs stay as they were', () => {
    const image = embed(base, plan);
    const [before, copy] = [makeBase(), image.slice()];
    embed(image, other);
    expect(base).toEqual(before);
    expect(image).toEqual(copy);
  });
});

describe('what does not belong together is refused', () => {
  test.each([
    [
      'CF5004',
      'this ELF file has no clickforge note, so clickforge did not make it',
      makeBase({ plain: true }),
      plan,
    ],
    ['CF5006', 'there is no spare program header for the Plan', makeBase({ full: true }), plan],
    [
      'CF5005',
      'the base image runs Plans of version 2, this one is of version 1',
      makeBase({ planVersion: 2 }),
      plan,
    ],
    [
      'CF5005',
      'the base image is of another version (0x5) than this clickforge (0x1122334455667788)',
      makeBase({ abi: 5n }),
      plan,
    ],
    [
      'CF5006',
      "the Plan's address 0xffffffff80104010 is not the start of a page",
      makeBase({ planAddress: PLAN_ADDRESS + 16n }),
      plan,
    ],
    [
      'CF5006',
      "program header 1 reaches into the Plan's place at 0xffffffff80103000",
      makeBase({ planAddress: PLAN_ADDRESS - 4096n }),
      plan,
    ],
    ['CF5006', "the clickforge note's version is not printable text", makeBase({ version: 'a\nb' }), plan],
    ['CF5008', 'this is not a Plan', base, new Uint8Array(200)],
    [
      'CF5008',
      `the Plan says that it has ${plan.length} bytes, and has ${plan.length - 1}`,
      base,
      plan.subarray(0, -1),
    ],
  ])('%s: %s', (code, message, image, bytes) => {
    expect(() => embed(image, bytes)).toThrow(refusal(code, message));
  });

  test('an image of another version of clickforge is no damaged one; one of other elements can be read', () => {
    const later = embed(makeBase({ planVersion: 2 }), makePlan('5', { version: 2 }));
    const message = 'the Plan is of version 2, and this clickforge reads version 1 (offset 8)';
    for (const read of [configurationOf, needsOf])
      expect(() => read(later)).toThrow(refusal('CF5005', message));
    expect(() => checkFit(makePlan('5'), readBase(later).note)).toThrow(
      refusal('CF5005', 'the base image runs Plans of version 2, this one is of version 1'),
    );
    const other = embed(makeBase({ abi: 5n }), makePlan('5', { abi: 5n }));
    expect(Buffer.from(configurationOf(other)).toString('latin1')).toContain('InfiniteSource(5)');
  });

  test.each([
    ['another note format', (note: Buffer) => note.writeUInt32LE(2, 0), 'CF5005'],
    ['a Plan larger than its segment', (note: Buffer) => note.writeUInt32LE(plan.length + 1, 24), 'CF5006'],
    [
      'a Plan at another address',
      (note: Buffer) => note.writeBigUInt64LE(PLAN_ADDRESS + 0x1000n, 16),
      'CF5006',
    ],
  ])('an image with %s', (_title, change, code) => {
    const image = embed(base, plan);
    const at = readBase(image).note.planSizeOffset - 24;
    change(Buffer.from(image.buffer, at, 64));
    expect(() => extractPlan(image)).toThrow(expect.objectContaining({ code }));
  });

  test.each([
    ['writable', [1, 6], 0x3000n, PLAN_ADDRESS, "the Plan's segment is not read-only"],
    ['executable', [1, 5], 0x3000n, PLAN_ADDRESS, "the Plan's segment is not read-only"],
    ['unaligned', [1, 4], 0x2ff0n, PLAN_ADDRESS, "the Plan's segment is not aligned as the others"],
  ] as const)('an image whose Plan is %s', (_title, kind, offset, address, message) => {
    const image = Buffer.from(embed(base, plan));
    const size = BigInt(plan.length);
    writeHeader(image, 3, [...kind], [offset, address, address - VIRTUAL, size, size, 4096n]);
    expect(() => extractPlan(image)).toThrow(refusal('CF5006', message));
  });

  test('bytes behind the Plan', () => {
    const image = Buffer.concat([embed(base, plan), Buffer.from('more')]);
    expect(() => extractPlan(image)).toThrow(
      refusal('CF5006', '4 bytes follow the Plan at the end of the file'),
    );
  });

  test('an image without a configuration has no Plan to extract', () => {
    expect(() => extractPlan(base)).toThrow(expect.objectContaining({ code: 'CF5007' }));
  });
});

describe('bent and cut images', () => {
  const image = embed(base, plan);
  const functions = [
    inspect,
    extractPlan,
    configurationOf,
    needsOf,
    (bytes: Uint8Array) => embed(bytes, plan),
  ];

  function onlyOwnErrors(bytes: Uint8Array): void {
    for (const use of functions) {
      try {
        use(bytes);
      } catch (error) {
        if (!(error instanceof ImageError)) throw error;
      }
    }
  }

  test('give a result or an ImageError, never anything else', () => {
    const changes = fc.array(
      fc.tuple(
        // Most of what is read lies in the headers and in the notes.
        fc.oneof(
          fc.nat({ max: 63 }),
          fc.nat({ max: 64 + 4 * 56 }),
          fc.integer({ min: 0x400, max: 0x4a0 }),
          fc.nat(),
        ),
        fc.oneof(fc.constantFrom(0, 1, 4, 0x7f, 0x80, 0xff), fc.nat({ max: 255 })),
      ),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(fc.constantFrom(base, image), changes, (original, list) => {
        const bytes = original.slice();
        for (const [at, value] of list) bytes[at % bytes.length] = value;
        onlyOwnErrors(bytes);
      }),
      { numRuns: 5000 },
    );
  });

  test('so do images cut anywhere, and random bytes behind an ELF header', () => {
    for (let size = 0; size < image.length; size += 7) onlyOwnErrors(image.subarray(0, size));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        onlyOwnErrors(Buffer.concat([base.subarray(0, 64), bytes]));
        onlyOwnErrors(bytes);
      }),
    );
  });

  test('an image whose Plan is bent is refused by embedding nothing into it but a new Plan', () => {
    const bent = image.slice();
    bent[bent.length - 1]! ^= 1;
    expect(embed(bent, plan)).toEqual(image);
    expect(() => inspect(bent)).toThrow(ImageError);
  });
});

describe('inspecting', () => {
  test('an image', () => {
    expect(inspect(embed(base, plan))).toMatchObject({
      delivery: 'note',
      plan: { size: plan.length, elements: 2, devices: [], digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });

  test('the configuration comes back as Click reads it', () => {
    expect(Buffer.from(configurationOf(embed(base, plan))).toString('latin1')).toBe(
      'source :: InfiniteSource(LIMIT 10);\nend :: Discard;\nsource -> end;\n',
    );
  });

  test('what a domain needs reaches from the first segment to the end of the Plan', () => {
    expect(needsOf(embed(base, plan))).toMatchObject({ footprint: 0x4000 + plan.length, devices: [] });
    expect(() => needsOf(base)).toThrow(expect.objectContaining({ code: 'CF5007' }));
  });

  test('a base image', () => {
    expect(inspect(base)).toMatchObject({
      delivery: 'note',
      size: base.length,
      base: { version: '0.1.0', planVersion: 1, abi: ABI },
      entries: { pv: true, pvh: true },
    });
  });

  test('images of others are told by what they take their configuration from', () => {
    const plain = Buffer.from(makeBase({ plain: true }));
    expect(() => inspect(plain)).toThrow(expect.objectContaining({ code: 'CF5004' }));
    plain.write('data/clickos/\0', 0x900, 'latin1');
    expect(inspect(plain)).toEqual({
      delivery: 'xenstore',
      size: plain.length,
      entries: { pv: true, pvh: true },
    });
    plain.write('//PLEASEPUTCLICKCODEHERE\n \n//ENDCLICKCODEHERE\0', 0xa00, 'latin1');
    expect(inspect(plain)).toMatchObject({ delivery: 'slot', entries: { pv: true, pvh: true } });
  });

  test('an old image names its entry in text', () => {
    const old = Buffer.from(makeBase({ plain: true }));
    old.fill(0, 0x400, 0x500);
    old.writeUInt32LE(0, 64 + 2 * 56);
    old.write('GUEST_OS=Mini-OS,XEN_VER=xen-3.0,LOADER=generic\0', 0x900, 'latin1');
    old.write('//PLEASEPUTCLICKCODEHERE\n//ENDCLICKCODEHERE\0', 0xa00, 'latin1');
    expect(inspect(old)).toMatchObject({ delivery: 'slot', entries: { pv: true, pvh: false } });
  });
});
