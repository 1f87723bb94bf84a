import { describe, expect, test } from 'vitest';
import type { ArgumentSpec, ElementManual } from '../../src/catalog/index.ts';
import {
  argumentFacts,
  handlerFacts,
  portsInWords,
  processingInWords,
  usage,
} from '../../src/manual/facts.ts';
import { manualMarkdown } from '../../src/manual/markdown.ts';
import { manualText } from '../../src/manual/text.ts';

const BARE: ElementManual = {
  class: 'Odd',
  group: 'test',
  ports: '1/1',
  processing: 'a/a',
  flow: 'x/x',
  drivers: [],
  clickos: false,
  runtime: false,
};

describe('an argument in one line', () => {
  test.each([
    [{ name: 'A', type: 'unsigned', position: 1, mandatory: true }, 'position 1, unsigned, mandatory'],
    [{ name: 'A*', type: 'any', position: 2, rest: true }, 'position 2 only, any, all that follow'],
    [{ name: 'A', type: 'unsigned', min: 3 }, 'keyword, unsigned from 3'],
    [{ name: 'A', type: 'unsigned', max: 7 }, 'keyword, unsigned up to 7'],
    [{ name: 'A', type: 'unsigned', min: 3, max: 7, default: 5 }, 'keyword, unsigned 3 to 7, default 5'],
    [{ name: 'A', type: 'string', default: '' }, 'keyword, string, default empty'],
    [{ name: 'A', type: 'word', choices: { on: 1, off: 0 } }, 'keyword, word (on, off)'],
    [{ name: 'A', type: 'rate', same_as: 'B', own: true }, 'keyword, rate, default that of B, not in Click'],
    [
      { name: 'A', type: 'element', class: ['X', 'Y'], many: true },
      'keyword, element, of class X or Y, repeatable',
    ],
    [{ name: 'A', type: 'bool', aliases: ['B', 'C'] }, 'keyword, bool, also B, C'],
  ] as const)('%o', (argument, line) => {
    expect(argumentFacts(argument as unknown as Parameters<typeof argumentFacts>[0])).toBe(line);
  });
});

test.each([
  [{ name: 'h', same_as: 'count' }, 'the same as count'],
  [{ name: 'h' }, ''],
  [{ name: 'h', access: 'read', argument: true, per: 'input' }, 'read, with a parameter, one for each input'],
  [{ name: 'h', access: 'write', own: true, image: false }, 'write, not in Click, not in an image'],
  [{ name: 'h', access: 'read-write', image: 'read' }, 'read-write, not written in an image'],
] as const)('the handler %o', (handler, line) => {
  expect(handlerFacts(handler)).toBe(line);
});

test.each([
  ['1/0', '1 input, no outputs'],
  ['2', '2 inputs, 2 outputs'],
  ['-/1-', 'any number of inputs, 1 or more outputs'],
  ['0-/-2', 'any number of inputs, 0 to 2 outputs'],
  ['1/1-2', '1 input, 1 to 2 outputs'],
  ['1-/=', '1 or more inputs, as many outputs'],
  ['1-/=+', '1 or more inputs, as many outputs and 1 more'],
])('ports %s: %s', (code, words) => {
  expect(portsInWords(code)).toBe(words);
});

test.each([
  ['a', 'agnostic ports'],
  ['h/l', 'push inputs, pull outputs'],
  ['h/lh', 'push inputs, pull then push outputs'],
  ['/h', 'push outputs'],
  ['l/', 'pull inputs'],
])('processing %s: %s', (code, words) => {
  expect(processingInWords(code)).toBe(words);
});

test('how arguments are written: by position, then keywords', () => {
  const written = (list: ArgumentSpec[]) => usage({ ...BARE, arguments: list });
  expect(usage(BARE)).toBeUndefined();
  expect(written([])).toBe('Odd');
  expect(
    written([
      { name: 'KEY', type: 'any', mandatory: true },
      { name: 'SECOND*', type: 'any', position: 2, rest: true },
      { name: 'FIRST', type: 'any', position: 1, mandatory: true },
    ]),
  ).toBe('Odd(FIRST, [SECOND, …], KEY …)');
});

describe('a class of which little is known', () => {
  test('has a page for editors', () => {
    expect(manualMarkdown(BARE, undefined)).toBe(
      '**Odd**\n\n```click\nOdd(…)\n```\n\n' +
        'Ports `1/1`: 1 input, 1 output. Processing `a/a`: agnostic ports.\n\n_Exists in no build._',
    );
  });

  test('has a page for a terminal', () => {
    expect(manualText(BARE, undefined)).toBe(
      [
        'Odd',
        '',
        '  usage       Odd(…), its arguments are not described',
        '  ports       1/1: 1 input, 1 output',
        '  processing  a/a: agnostic ports',
        '  flow        x/x',
        '  group       test',
        '  exists in   no build',
        '',
      ].join('\n'),
    );
  });

  test('a manual of two paragraphs keeps them apart', () => {
    expect(manualText({ ...BARE, manual: 'One.\n\nTwo.' }, 'Click')).toContain('  One.\n\n  Two.\n');
  });
});
