import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Utf16Text } from '../../src/reporters/utf16.ts';

function text(unicode: string): Utf16Text {
  return new Utf16Text(Buffer.from(unicode, 'utf8').toString('latin1'));
}

describe('Utf16Text', () => {
  it('counts a character of four bytes as two units', () => {
    const wall = text('a🧱b\nc');
    expect(wall.position(5)).toEqual({ line: 0, character: 3 });
    expect(wall.offset({ line: 0, character: 3 })).toBe(5);
    expect(wall.position(7)).toEqual({ line: 1, character: 0 });
  });

  it('takes places beyond the end for the end', () => {
    expect(text('ab\ncd').offset({ line: 0, character: 99 })).toBe(2);
    expect(text('ab\ncd').offset({ line: 9, character: 0 })).toBe(5);
    expect(text('ab').position(99)).toEqual({ line: 0, character: 2 });
  });

  it('goes there and back again for every character of any text', () => {
    const character = fc.constantFrom('a', 'ß', '€', '🧱', '\n', '\r\n', '\t', 'é');
    fc.assert(
      fc.property(fc.array(character), (characters) => {
        const whole = text(characters.join(''));
        let offset = 0;
        for (const each of characters) {
          expect(whole.offset(whole.position(offset))).toBe(offset);
          offset += Buffer.byteLength(each);
        }
        expect(whole.offset(whole.position(offset))).toBe(offset);
      }),
    );
  });

  it('never fails, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.nat(255).map((code) => String.fromCharCode(code)) }),
        fc.nat(40),
        (bytes, at) => {
          const whole = new Utf16Text(bytes);
          const back = whole.offset(whole.position(at));
          expect(back).toBeGreaterThanOrEqual(0);
          expect(back).toBeLessThanOrEqual(bytes.length);
        },
      ),
    );
  });
});
