import { expect, test } from 'vitest';
import { readYaml } from '../src/yaml-text.ts';

async function mistakes(text: string): Promise<string[]> {
  const yaml = await readYaml(text);
  if (!('mistakes' in yaml)) return [];
  return yaml.mistakes.map(
    ({ code, message, start, end }) => `${code} ${message} <${text.slice(start, end)}>`,
  );
}

test('a text is what it holds', async () => {
  expect(await readYaml('a: &x [1, two]\nb: *x\n')).toMatchObject({
    content: { a: [1, 'two'], b: [1, 'two'] },
  });
  expect(await readYaml('')).toMatchObject({ content: {} });
});

test.each([
  ['a: [b]]', 'UNEXPECTED_TOKEN unexpected flow-seq-end token in YAML stream: "]" <]>'],
  ['a: *b', 'ALIAS unresolved alias (the anchor must be set before the alias): b <a>'],
  ['a: &x { b: *x }', 'ALIAS the alias x stands for what it is in <*x>'],
  ['- &all [{ a: [*all] }]', 'ALIAS the alias all stands for what it is in <*all>'],
])('%j tells where it is wrong', async (text, mistake) => {
  expect(await mistakes(text)).toContain(mistake);
});

test.each([
  ['['.repeat(100_000)],
  [`${'['.repeat(3_000)}${']'.repeat(3_000)}`],
  ['{ a: '.repeat(3_000)],
  ['- '.repeat(3_000)],
  ['? '.repeat(3_000)],
  [Array.from({ length: 3_000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')],
])('more levels than anybody needs: %.20j', async (text) => {
  const [mistake, ...others] = await mistakes(text);
  expect(others).toEqual([]);
  expect(mistake).toMatch(/^DEPTH it has more than 100 levels <./);
});

test('many levels are right', async () => {
  expect(await mistakes(`${'['.repeat(60)}${']'.repeat(60)}`)).toEqual([]);
});
