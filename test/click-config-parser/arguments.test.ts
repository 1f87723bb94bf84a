import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  argumentTexts,
  shiftWord,
  splitArguments,
  splitWords,
  uncomment,
} from '../../src/click-config-parser/index.ts';

const texts = (config: string) => splitArguments(config).map(({ text }) => text);

describe('arguments', () => {
  test.each([
    ['', []],
    ['   ', []],
    ['/* c */', []],
    ['a', ['a']],
    ['a,b,', ['a', 'b']],
    ['a,,b', ['a', '', 'b']],
    [',', ['']],
    [',,', ['', '']],
    [' a  b , c ', ['a  b', 'c']],
    ['"a,b",\'c,d\',\\<2c,>', ['"a,b"', "'c,d'", '\\<2c,>']],
    ['(a,b)', ['(a', 'b)']],
    ['a /* , */ b', ['a b']],
    ['a// x\n b', ['a b']],
    ['/* x */ a /* y */', ['a']],
    ['"a\\",b",c', ['"a\\",b"', 'c']],
    ["'a\\',b", ["'a\\'", 'b']],
    ['a,"b', ['a', '"b']],
    ['a /* b', ['a']],
  ])('%j', (config, expected) => {
    expect(texts(config)).toEqual(expected);
    expect(argumentTexts(config)).toEqual(expected);
  });

  test('each knows where it stands', () => {
    const config = ' 12/0800 ,  /* c */ -  ';
    const pieces = splitArguments(config, 100);
    expect(pieces.map(({ start, end }) => config.substring(start - 100, end - 100))).toEqual([
      '12/0800',
      '-',
    ]);
  });

  test('what has no comments is cut out of the text unchanged', () => {
    const config = fc.array(fc.constantFrom('a', ' ', ',', '"', "'", '\\', '<', '>', '\n'), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(config, (chars) => {
        const text = chars.join('');
        for (const piece of splitArguments(text))
          expect(text.substring(piece.start, piece.end)).toBe(piece.text);
        expect(argumentTexts(text)).toEqual(texts(text));
      }),
    );
  });

  test('a comment behind them makes no difference to arguments and words', () => {
    const plain = fc.array(fc.constantFrom('a', '/', ' ', ',', '(', '\n', '\xa0'), { maxLength: 20 });
    fc.assert(
      fc.property(plain, (chars) => {
        const text = chars.join('').replaceAll('//', '/');
        expect(splitArguments(text, 5)).toEqual(splitArguments(`${text} /* c */`, 5));
        expect(splitWords(text, 5)).toEqual(splitWords(`${text} /* c */`, 5));
        expect(shiftWord(text)[0]).toBe(shiftWord(`${text} /* c */`)[0]);
        expect(uncomment(text)).toBe(uncomment(`${text} /* c */`));
      }),
    );
  });
});

describe('words', () => {
  test.each([
    ['', []],
    ['  a  b ', ['a', 'b']],
    ['a/**/b', ['a', 'b']],
    ['\'a b\'c "d e"', ["'a b'c", '"d e"']],
    ['\\<20 20>x y', ['\\<20 20>x', 'y']],
    ['a/b //c', ['a/b']],
  ])('%j', (text, expected) => {
    expect(splitWords(text).map((word) => word.text)).toEqual(expected);
  });

  test('the first one is shifted off with the blanks behind it', () => {
    expect(shiftWord(' a  b c')).toEqual(['a', 'b c']);
    expect(shiftWord('"a b"')).toEqual(['"a b"', '']);
    expect(shiftWord('')).toEqual(['', '']);
  });
});

test('comments give way to one blank', () => {
  expect(uncomment('  a /* x */ /* y */ b  c // z')).toBe('a b  c');
  expect(uncomment('"/* no */"')).toBe('"/* no */"');
});
