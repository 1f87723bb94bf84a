import { describe, expect, test } from 'vitest';
import { allClassNames, manualAnywhere, targetsOf } from '../../src/catalog/index.ts';
import { runCommand } from './run-command.ts';

interface Listed {
  class: string;
  group: string;
  targets: string[];
}

async function listed(...args: string[]): Promise<Listed[]> {
  const { output, exitCode } = await runCommand(['elements', ...args, '--json']);
  expect(exitCode).toBe(0);
  return (JSON.parse(output) as { elements: Listed[] }).elements;
}

describe('the list of element classes', () => {
  test('has every class', async () => {
    expect((await listed()).map((each) => each.class)).toEqual(allClassNames());
  });

  test('is filtered by group', async () => {
    const names = allClassNames().filter((name) => manualAnywhere(name)!.group === 'icmp');
    expect((await listed('--group', 'icmp')).map((each) => each.class)).toEqual(names);
    expect(names).toContain('ICMPPingResponder');
  });

  test.each(['clickforge', 'clickos', 'click'] as const)(
    'is filtered by what exists in %s',
    async (target) => {
      const names = allClassNames().filter((name) => targetsOf(name).includes(target));
      expect((await listed('--target', target)).map((each) => each.class)).toEqual(names);
      expect(names).toContain('Queue');
    },
  );

  test('is filtered by a word of the name, title or manual, in any case', async () => {
    const names = (await listed('--search', 'FIRST-IN')).map((each) => each.class);
    expect(names).toContain('Queue');
    expect(names).not.toContain('Idle');
    const both = await listed('--search', 'arpq', '--group', 'ethernet');
    expect(both.map((each) => each.class)).toContain('ARPQuerier');
    expect(new Set(both.map((each) => each.group))).toEqual(new Set(['ethernet']));
  });

  test('is a table for people', async () => {
    const { output } = await runCommand(['elements', '--group', 'standard', '--target', 'clickforge']);
    expect(output).toMatch(/^Queue +standard +clickforge clickos click +stores packets .*$/m);
    expect((await runCommand(['elements', '--search', 'no such thing'])).output).toBe('');
  });

  test('the manual of a class tells where it exists', async () => {
    const { output } = await runCommand(['elements', 'ToHost', '--target', 'click', '--json']);
    expect(JSON.parse(output)).toMatchObject({ class: 'ToHost', runtime: false, targets: expect.any(Array) });
  });
});
