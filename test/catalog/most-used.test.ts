import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lookupAnywhere } from '../../src/catalog/catalog.ts';

// The classes that configurations in the field use most, and what their sources read of a configuration: names in any
// order, `...` for all arguments that nothing else takes, in parentheses what the runtime or a later Click adds.

const TABLE = new URL('../fixtures/most-used-arguments.json', import.meta.url);
const table: Record<string, string> = JSON.parse(readFileSync(TABLE, 'utf8'));

describe.each(Object.entries(table))('%s', (className, text) => {
  const spec = lookupAnywhere(className)!;

  it('has title and manual, and says which arguments and handlers it has, none included', () => {
    const { title, manual, arguments: list, handlers } = spec;
    expect([title, manual, list, handlers].map((part) => part !== undefined)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(list!.filter(({ help }) => !help)).toEqual([]);
    expect(handlers!.filter(({ help, same_as }) => !help && !same_as)).toEqual([]);
  });

  it('takes what its source reads', () => {
    const names = text.split(' ').flatMap((word) => word.replace(/[()]/g, '') || []);
    const own = new Set(spec.arguments!.map(({ name, rest }) => (rest ? '...' : name.replace('*', ''))));
    expect([...own].sort()).toEqual(names.sort());
  });
});

it('has all of them that upstream has', () => {
  const usage = new URL('../../../shared/facts/element-usage.tsv', import.meta.url);
  if (!existsSync(usage)) return;
  const rows = readFileSync(usage, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  const [heading = [], ...first] = rows.slice(0, 81);
  const upstream = first.filter((row) => row[heading.indexOf('in_kohler_click')] === 'yes');
  expect(upstream.map((row) => row[1]).filter((name) => !(name! in table))).toEqual([]);
});
