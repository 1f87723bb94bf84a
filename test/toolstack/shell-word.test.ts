import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellLine, shellWord } from '../../src/toolstack/shell-word.ts';

/** The words that a real shell takes a line for. */
function wordsOf(line: string): string[] {
  const { stdout } = spawnSync('sh', ['-c', `for word in ${line}; do printf '%s\\0' "$word"; done`]);
  return stdout.toString('utf8').split('\0').slice(0, -1);
}

test('words that need no quotes have none', () => {
  expect(shellLine(['xl', 'create', '-q', '/images/fw.elf', 'root@xen1'])).toBe(
    'xl create -q /images/fw.elf root@xen1',
  );
});

test('an assignment is no assignment, and a tilde no home', () => {
  expect(shellWord('A=b')).toBe("'A=b'");
  expect(shellWord('~')).toBe("'~'");
});

test('a shell gives back every list of words, whatever is in them', () => {
  const odd = fc.constantFrom(
    "'",
    '"',
    '$HOME',
    '`id`',
    ';',
    '&',
    '|',
    '\n',
    '\\',
    ' ',
    '*',
    '~',
    '#',
    '!',
    '(',
    '=',
    '-',
  );
  const word = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(fc.oneof(odd, fc.string())).map((parts) => parts.join('')),
  );
  const words = fc.array(
    word.map((text) => text.replaceAll('\0', '')),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(words, (list) => {
      expect(wordsOf(shellLine(list))).toEqual(list);
    }),
    { numRuns: 200 },
  );
});

test('a NUL is refused', () => {
  expect(() => shellWord('a\0b')).toThrow(RangeError);
});
