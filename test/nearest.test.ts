import { expect, test } from 'vitest';
import { nearest } from '../src/nearest.ts';

test.each([
  ['Queeu', ['Queue', 'Quitter'], 'Queue'],
  ['counter', ['Counter', 'Count'], 'Counter'],
  ['LENGHT', ['LIMIT', 'LENGTH'], 'LENGTH'],
  ['ab', ['ac', 'b'], undefined],
  ['ab', ['aB'], 'aB'],
  ['Queue', ['Queue', 'queue'], 'queue'],
  ['Strip', ['Unqueue', 'Tee'], undefined],
  ['x'.repeat(61), ['x'.repeat(60)], undefined],
])('%s among %j is meant for %s', (word, known, meant) => {
  expect(nearest(word, known)).toBe(meant);
});

test('does not look through more names than are worth it', () => {
  const many = [...Array.from({ length: 2000 }, (_, index) => `Element${index}`), 'Queue'];
  expect(nearest('Queeu', many)).toBeUndefined();
});
