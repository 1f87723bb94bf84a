import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterLine } from '../../src/click-config-parser/scan.ts';

test('a line ends at the first line feed or carriage return, wherever that stands', () => {
  const ends = fc.constantFrom('', '\n', '\r', '\r\n', '\n\r');
  const line = fc
    .tuple(fc.integer({ min: 0, max: 600 }), ends)
    .map(([length, end]) => 'a'.repeat(length) + end);
  fc.assert(
    fc.property(line, line, fc.nat(600), (first, second, start) => {
      const text = first + second;
      const end = /\r\n?|\n|$/g;
      end.lastIndex = start;
      const found = start <= text.length ? end.exec(text) : null;
      expect(afterLine(text, start)).toBe(found ? found.index + found[0].length : text.length);
    }),
    { examples: [[`${'a'.repeat(255)}\r`, '\nb', 0]] },
  );
});
