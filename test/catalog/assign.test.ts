import { expect, test } from 'vitest';
import { parseInteger } from '../../src/catalog/arguments/integer.ts';
import { assign } from '../../src/catalog/assign.ts';
import type { ArgumentSpec, ElementVariant } from '../../src/catalog/index.ts';

function spec(parameters: Partial<ArgumentSpec>[], more: Partial<ElementVariant> = {}): ElementVariant {
  const list = parameters.map((parameter) => ({ name: 'A', type: 'integer', ...parameter }));
  return { ports: '1/1', processing: 'a/a', flow: 'x/x', arguments: list, ...more };
}

/** `NAME=text` for each parameter that has a text, then what is wrong. */
function bind(texts: string[], variant: ElementVariant): string {
  const fits = (_: ArgumentSpec, text: string) => parseInteger(text) !== undefined;
  const { byName, rest, missing, unknown, extra, deprecated } = assign(texts, variant, fits);
  const bound = [...byName].map(([name, { text }]) => `${name}=${text}`).sort();
  return [
    ...bound,
    ...rest.map(({ text }) => `rest ${text}`),
    ...missing.map(({ name }) => `missing ${name}`),
    ...unknown.map(({ keyword }) => `unknown ${keyword}`),
    ...extra.map((index) => `extra ${index}`),
    ...deprecated.map(({ keyword }) => `deprecated ${keyword}`),
  ].join(', ');
}

const TWO = spec([{ name: 'A', position: 1, mandatory: true }, { name: 'B', position: 2 }, { name: 'K' }]);

test.each([
  [[], 'missing A'],
  [['1'], 'A=1'],
  [['1', '2'], 'A=1, B=2'],
  [['1', '2', '3'], 'A=1, B=2, extra 2'],
  [['A 1'], 'A=1'],
  [['A 1', 'B 2'], 'A=1, B=2'],
  [['B 2', 'A 1'], 'A=1, B=2'],
  [['1', 'K 3'], 'A=1, K=3'],
  [['1', 'B 2', 'K 3'], 'A=1, B=2, K=3'],
  [['1', 'K 3', 'K 4'], 'A=1, K=4'],
  [['1', 'X 3'], 'A=1, unknown X'],
  [['1', 'K'], 'A=1, B=K'],
])('%j', (texts, result) => expect(bind(texts, TWO)).toBe(result));

test.each([
  ['K\xa01', 'a byte above 127 is no blank'],
  ['.K 1', 'a keyword begins with a letter'],
  ['2K 1', 'a keyword begins with a letter'],
])('%j is no keyword: %s', (text) => {
  expect(bind([text], TWO)).toBe(`A=${text}`);
});

test('behind a keyword nothing is given by position', () => {
  const optional = spec([{ name: 'A', position: 1 }, { name: 'K' }]);
  expect(bind(['K 3', '1'], optional)).toBe('K=3, extra 1');
  expect(bind(['1', 'K 3'], optional)).toBe('A=1, K=3');
});

test('what must be given by position may look like a keyword', () => {
  const variant = spec([
    { name: 'A', position: 1, mandatory: true },
    { name: 'B', position: 2 },
  ]);
  expect(bind(['hello world'], variant)).toBe('A=hello world');
  expect(bind(['K 3', '1'], TWO)).toBe('A=K 3, B=1');
  expect(bind(['1', 'hello world'], variant)).toBe('A=1, unknown hello');
});

test('keywords first', () => {
  const variant = spec(
    [{ name: 'A', position: 1, mandatory: true }, { name: 'B', position: 2 }, { name: 'K' }],
    { keywords_first: true },
  );
  expect(bind(['K 3', '1', '2'], variant)).toBe('A=1, B=2, K=3');
  expect(bind(['1', 'K 3', '2'], variant)).toBe('A=1, B=2, K=3');
});

test('one argument for two parameters', () => {
  const variant = spec(
    [
      { name: 'A', position: 1, mandatory: true },
      { name: 'B', position: 2, mandatory: true, same_as: 'A' },
    ],
    { keywords_first: true },
  );
  expect(bind(['1'], variant)).toBe('A=1, B=1');
  expect(bind(['1', '2'], variant)).toBe('A=1, B=2');
});

test('other names', () => {
  const variant = spec([{ name: 'A', aliases: ['B'], deprecated: ['C'] }]);
  expect(bind(['B 1'], variant)).toBe('A=1');
  expect(bind(['C 1'], variant)).toBe('A=1, deprecated C');
});

test('all that nothing else takes', () => {
  const variant = spec([{ name: 'K' }, { name: 'R', rest: true }]);
  expect(bind(['1', 'K 2', 'x y', ''], variant)).toBe('K=2, rest 1, rest x y, rest ');
});

test('several ways to give positional arguments', () => {
  const variant = spec([{ name: 'A' }, { name: 'B', type: 'integer' }], { positional: [['B'], ['A', 'B']] });
  expect(bind(['1'], variant)).toBe('B=1');
  expect(bind(['1', '2'], variant)).toBe('A=1, B=2');
});

test('needed without others', () => {
  const variant = spec([{ name: 'A', needed_without: ['B', 'C'] }, { name: 'B' }, { name: 'C' }]);
  expect(bind([], variant)).toBe('missing A');
  expect(bind(['C 1'], variant)).toBe('C=1');
});

test('needed without another', () => {
  const variant = spec([{ name: 'A', needed_without: 'B' }, { name: 'B' }]);
  expect(bind([], variant)).toBe('missing A');
  expect(bind(['B 1'], variant)).toBe('B=1');
});
