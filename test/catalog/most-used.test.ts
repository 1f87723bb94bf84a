import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { manualAnywhere } from '../../src/catalog/catalog.ts';

// The classes that configurations in the field use most, and what their sources read of a configuration: names in any
// order, `...` for all arguments that nothing else takes, in parentheses what the runtime alone reads. Click's own sources
// count: that forks read more (SHAREDPKT of SetTCPChecksum, CHECKSUM of CheckTCPHeader) makes it no argument of Click.

const TABLE = new URL('../fixtures/most-used-arguments.json', import.meta.url);
const table: Record<string, string> = JSON.parse(readFileSync(TABLE, 'utf8'));

describe.each(Object.entries(table))('%s', (className, text) => {
  const spec = manualAnywhere(className)!;

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
    const names = new Set(
      spec.arguments!.map(({ name, rest, own }) => {
        const shown = rest ? '...' : name.replace('*', '');
        return own ? `(${shown})` : shown;
      }),
    );
    expect([...names].sort()).toEqual(text.split(' ').filter(Boolean).sort());
  });
});

it('has all of them', () => {
  const usage = new URL('../../../shared/facts/element-usage.tsv', import.meta.url);
  if (!existsSync(usage)) return;
  const rows = readFileSync(usage, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  const first = rows.slice(1, 81);
  expect(first.map((row) => row[1]).filter((name) => !(name! in table))).toEqual([]);
});
