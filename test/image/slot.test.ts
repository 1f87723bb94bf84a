import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configurationOf, declaredDelivery, fillSlot, inspect } from '../../src/image/index.ts';
import { makeBase } from './base-fixture.ts';
import { makeStem } from './stem-fixture.ts';

const ROOM = 60;
const stem = makeStem(ROOM);
const START = Buffer.from(stem).indexOf('HERE\n') + 'HERE\n'.length;
const text = (image: Uint8Array) => Buffer.from(configurationOf(image)).toString('latin1');
const refusal = (code: string, message: string) =>
  expect.objectContaining({ name: 'ImageError', code, message });

describe('a text slot', () => {
  test('is what the image declares, with its room', () => {
    expect(declaredDelivery(stem)).toBe('slot');
    expect(inspect(stem)).toMatchObject({
      delivery: 'slot',
      entries: { pv: true },
      slot: { room: ROOM, used: 0 },
    });
    expect(inspect(fillSlot(stem, 'Idle -> Discard;\n')).slot).toEqual({ room: ROOM, used: 16 });
  });

  test('gives back what fits, and nothing else of the image changes', () => {
    // Characters of any kind but those that a slot cannot hold.
    const line = fc.string({
      unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)),
      maxLength: ROOM,
    });
    fc.assert(
      fc.property(line, line, (first, second) => {
        const [before, after] = [first.trim(), second.trim()];
        fc.pre(before !== '' && after !== '');
        const once = fillSlot(stem, `${after}\n`);
        expect(text(once)).toBe(`${after}\n`);
        expect(Buffer.compare(fillSlot(fillSlot(stem, before), after), once)).toBe(0);
        once.set(stem.subarray(START, START + ROOM), START);
        expect(Buffer.compare(once, stem)).toBe(0);
      }),
    );
  });

  test('refuses what does not fit, with the number of bytes over', () => {
    expect(text(fillSlot(stem, 'x'.repeat(ROOM)))).toHaveLength(ROOM + 1);
    expect(() => fillSlot(stem, 'x'.repeat(ROOM + 3))).toThrow(
      refusal('CF5010', 'the configuration has 63 bytes, 3 more than the slot of this image holds'),
    );
  });

  test.each([
    ['a zero byte', 'a\0b'],
    ['//ENDCLICKCODEHERE', '//ENDCLICKCODEHERE'],
    ['//PLEASEPUTCLICKCODEHERE', '//PLEASEPUTCLICKCODEHERE'],
  ])('refuses %s', (what, content) => {
    expect(() => fillSlot(stem, content)).toThrow(
      refusal('CF5010', `the configuration holds ${what}, which a text slot cannot`),
    );
  });

  test('is found beside the lines that the program looks for it by', () => {
    const image = Buffer.from(stem);
    image.write('//PLEASEPUTCLICKCODEHERE\n\0//ENDCLICKCODEHERE\0', 0x900, 'latin1');
    expect(text(fillSlot(image, 'Idle -> Discard;'))).toBe('Idle -> Discard;\n');
  });

  test('has to be one, and whole', () => {
    const open = Buffer.from(makeBase({ plain: true }));
    open.write('//PLEASEPUTCLICKCODEHERE\n   \0', 0xa00, 'latin1');
    const missing = 'this image has the line //PLEASEPUTCLICKCODEHERE, but no slot up to //ENDCLICKCODEHERE';
    expect(() => inspect(open)).toThrow(refusal('CF5009', missing));
    const two = Buffer.from(stem);
    two.write('//PLEASEPUTCLICKCODEHERE\n   \n//ENDCLICKCODEHERE\0', 0x900, 'latin1');
    expect(() => fillSlot(two, 'Idle;')).toThrow(refusal('CF5009', 'this image has more than one text slot'));
  });

  test('that is empty holds no configuration', () => {
    expect(() => configurationOf(stem)).toThrow(expect.objectContaining({ code: 'CF5007' }));
  });
});
