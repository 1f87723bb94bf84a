import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quote, splitArguments, unquote } from '../../src/click-config-parser/index.ts';

test.each([
  ['abc', 'abc'],
  ["'a\\n'", 'a\\n'],
  ['"a\\tb\\n"', 'a\tb\n'],
  ['"\\a\\b\\f\\r\\v"', '\x07\b\f\r\v'],
  ['"\\x41\\x0142"', 'AB'],
  ['"\\101\\7x\\1234"', 'A\x07xS4'],
  ['"a\\\nb\\\r\nc"', 'abc'],
  ['"\\q\\\\\\""', 'q\\"'],
  ['\\<48 65 /* 66 */ 6c6C 6f>', 'Hello'],
  ['"\\<48656c6c6f>!"', 'Hello!'],
  ['\\<4 8 zz 6>', 'H'],
  ['a\\n', 'a\\n'],
  ['"a\\', 'a\\'],
  ['"pre "\'post\'mid', 'pre postmid'],
  ['"\\777\\xfff"', '\xff\xff'],
  ['', ''],
])('%j is %j', (word, bytes) => {
  expect(unquote(word)).toBe(bytes);
});

test('quoted bytes are one argument and come back', () => {
  const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array).toString('latin1'));
  fc.assert(
    fc.property(bytes, (text) => {
      const quoted = quote(text);
      expect(quoted).toMatch(/^"[\x20-\x7e]*"$/);
      expect(splitArguments(quoted).map((piece) => piece.text)).toEqual([quoted]);
      expect(unquote(quoted)).toBe(text);
    }),
  );
});

test('what Click escapes is escaped as Click does', () => {
  expect(quote('a"b\\c$d\t\r\n\x01\xff')).toBe('"a\\"b\\\\c\\$d\\t\\r\\n\\001\\377"');
});
