import { describe, expect, test } from 'vitest';
import { flatten, loadRouter } from '../../src/router/index.ts';
import { userlevelClasses } from './class-table.ts';
import { codesFor, flatOfRouter, flatOfText, messagesOf, readVectors, run, type Vector } from './vectors.ts';

const classes = userlevelClasses();
const traits = (name: string) => classes.get(name);
const vectors = readVectors(new URL('../../../shared/vectors/click-language.jsonl', import.meta.url));

describe.skipIf(vectors.length === 0)('Click itself', () => {
  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => verify(vector));
});

function verify(vector: Vector): void {
  const messages = messagesOf(vector.driver.stderr);
  const { flat, diagnostics, places } = run(vector, traits);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const found = errors.map(({ code, message }) => `${code} ${message}`);
  if (messages.length === 0) expect(found).toEqual([]);
  else expect(found).not.toEqual([]);
  for (const { place } of messages) if (place !== undefined) expect(places).toContain(place);
  const [first] = messages;
  if (first !== undefined) expect(codesFor(first.text)).toContain(diagnostics[0]!.code);
  if (vector.driver.rc !== 0) return;
  expect(flat).toEqual(flatOfText(vector.driver.stdout));
  const { router } = loadRouter(vector.input, 'a.click', { traits });
  const again = loadRouter(flatten(router), 'b.click', { traits });
  expect(again.diagnostics).toEqual([]);
  expect(flatOfRouter(again.router)).toEqual(flat);
}
