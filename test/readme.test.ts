import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** Cells of the rows of the table under a heading, without its head. */
function table(heading: string): string[][] {
  const section = README.split(/^## /m).find((text) => text.startsWith(heading)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

it('names a test that is there for each promise, or calls it pending', () => {
  const promises = table('What may be trusted');
  expect(promises.length).toBeGreaterThan(10);
  for (const [promise, , held = ''] of promises) {
    const tests = [...held.matchAll(/`(test\/[^`]+)`/g)].map(([, path]) => path!);
    if (held !== '*pending*') expect(tests, promise).not.toEqual([]);
    for (const path of tests) expect(existsSync(new URL(`../${path}`, import.meta.url)), path).toBe(true);
  }
});
