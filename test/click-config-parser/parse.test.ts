import { describe, expect, test } from 'vitest';
import {
  CODES,
  elementsOf,
  LineIndex,
  landmark,
  parse,
  parseInteger,
} from '../../src/click-config-parser/index.ts';

const found = (text: string) =>
  parse(text, 'f').diagnostics.map(({ code, span }) => [code, span!.start, span!.end]);

describe('the tree', () => {
  test('keeps the place of every part', () => {
    const text = 'a, b :: Paint( 3 ) [0, 2] => [1] c;';
    const [chain] = parse(text, 'f').tree.statements;
    if (chain?.kind !== 'chain') throw new Error('no chain');
    const [a, b, c] = elementsOf(chain);
    expect([a!.name, a!.joint, text.substring(b!.type!.start, b!.type!.end)]).toEqual(['a', ',', 'Paint']);
    expect(text.substring(b!.config!.start, b!.config!.end)).toBe(' 3 ');
    expect(text.substring(b!.outputs!.start, b!.outputs!.end)).toBe('[0, 2]');
    expect(b!.outputs!.places.map((place) => text[place])).toEqual(['0', '2']);
    expect(b!.joint).toBe('=>');
    expect(c!.inputs!.numbers).toEqual([1]);
  });

  test('holds what could be read beside the errors', () => {
    const { tree, diagnostics } = parse('a :: Idle ] ; b :: Null;', 'f');
    expect(diagnostics).toHaveLength(1);
    expect(tree.statements).toHaveLength(2);
  });
});

describe('errors', () => {
  test('one mistake in a port list is one finding', () => {
    expect(found('a [-1] -> b;')).toEqual([['CF1005', 3, 4]]);
    expect(found('a [$p] -> b;')).toEqual([['CF1005', 3, 5]]);
  });

  test('what is not closed says where it was opened', () => {
    const { diagnostics } = parse('elementclass X {\n a :: Idle;\n', 'f');
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]!.notes![0]!.span).toEqual({ file: 'f', start: 15, end: 16 });
  });

  test('several unclosed scopes are one finding at the end', () => {
    expect(found('a -> { b -> ( c').map(([code]) => code)).toEqual(['CF1002']);
  });

  test('beyond the limit of nesting nothing is read', () => {
    expect(found(`${'{'.repeat(60)} ] ] ]`)).toEqual([['CF1009', 49, 50]]);
  });

  test('garbage is cut short', () => {
    const { diagnostics } = parse(']\n'.repeat(5000), 'f');
    expect(diagnostics).toHaveLength(1000);
  });

  test('warnings never crowd out an error', () => {
    const body = 'elementclass X { input -> Discard; -> Null -> output } '.repeat(1200);
    expect(parse(`${body}]`, 'f').diagnostics.at(-1)!.severity).toBe('error');
  });

  test('port ranges can be left out of the language, as in ClickOS', () => {
    expect(parse('a[0-2] => [0-2]b;', 'f').diagnostics).toEqual([]);
    expect(parse('a[0-2] => [0-2]b;', 'f', { portRanges: false }).diagnostics[0]!.code).toBe('CF1005');
  });

  test('a range cannot ask for more ports than there is memory', () => {
    expect(found('a[0-2000000000] -> b;')[0]![0]).toBe('CF1004');
    expect(found('a[0-1000000] -> b;'.repeat(10)).map(([code]) => code)).toContain('CF2025');
  });
});

test.each([
  ['0', 0],
  ['10', 10],
  ['010', 8],
  ['0x1F', 31],
  ['0b101', 5],
  ['1_000', 1000],
  ['08', undefined],
  ['1_', undefined],
  ['0x', undefined],
  ['a', undefined],
  ['2147483647', 2147483647],
  ['2147483648', undefined],
])('port number %s', (word, number) => {
  expect(parseInteger(word)).toBe(number);
});

test('places are lines and columns from 1, and FILE:LINE by the directives', () => {
  const text = 'a\r\nb\rc\nd\n# 70 "g"\ne\nf';
  const lines = new LineIndex(text);
  const { tree } = parse(text, 'f');
  expect(lines.position(text.indexOf('c'))).toEqual({ line: 3, column: 1 });
  expect(landmark(tree, lines, text.indexOf('d'))).toBe('f:4');
  expect(landmark(tree, lines, text.lastIndexOf('f'))).toBe('g:71');
});

test('codes have names of their own', () => {
  const names = Object.values(CODES).map(([name]) => name);
  expect(new Set(names).size).toBe(names.length);
});
