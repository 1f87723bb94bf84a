import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { manualAnywhere, manualOf } from '../../src/catalog/catalog.ts';
import type { HandlerSpec } from '../../src/catalog/spec.ts';

// The classes that configurations in the field use most, and the handlers that their sources add: NAME to read, NAME! to
// write, NAME* for both, NAME? to read with a parameter, NAME#input and NAME#output one for each port, in parentheses
// what our runtime has and Click has not. The five handlers of all elements are left out, and those that only some
// builds of Click have (threads, statistics, debugging). Where a class differs in MiniOS, whose our runtime's is like, it
// is there twice; `now` of scripts takes no parameter in Click, and one of any kind in our runtime.

const TABLE = new URL('../fixtures/most-used-handlers.json', import.meta.url);
const table: Record<string, string> = JSON.parse(readFileSync(TABLE, 'utf8'));

describe.each(Object.entries(table))('%s', (title, text) => {
  const [name = '', place] = title.split(' in ');
  const words = text.split(' ').filter(Boolean);
  const clicks = words.filter((word) => !word.startsWith('('));

  it('has the handlers that its source adds', () => {
    const spec = manualOf(name, place ? 'clickos' : 'click') ?? manualAnywhere(name)!;
    const handlers = spec.handlers!.filter(({ own }) => !own);
    expect(handlers.map((handler) => written(handler, handlers)).sort()).toEqual(clicks.sort());
  });

  it('has those and its own in our runtime, where that has the class', () => {
    const handlers = manualOf(name, 'clickforge')?.handlers;
    const differs = place === undefined && `${name} in MiniOS` in table;
    if (handlers === undefined || differs) return;
    const all = words.map((word) => word.replace(/[()]/g, ''));
    expect(handlers.map((handler) => written(handler, handlers)).sort()).toEqual(all.sort());
  });
});

it('has all classes that the table of arguments has', () => {
  const other = new URL('../fixtures/most-used-arguments.json', import.meta.url);
  const classes = Object.keys(JSON.parse(readFileSync(other, 'utf8')));
  expect(classes.filter((name) => !(name in table))).toEqual([]);
});

function written({ name, access, argument, per, same_as }: HandlerSpec, all: readonly HandlerSpec[]): string {
  if (same_as) return written({ ...all.find((other) => other.name === same_as)!, name }, all);
  const mark = { read: '', write: '!', 'read-write': '*' }[access ?? 'read'];
  return `${name}${per ? `#${per}` : ''}${argument ? '?' : ''}${mark}`;
}
