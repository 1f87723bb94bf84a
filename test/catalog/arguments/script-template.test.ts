import { describe, expect, test } from 'vitest';
import { compileTemplate, TooLong } from '../../../src/catalog/arguments/script-template.ts';

const MODES: [bit: number, letter: string][] = [
  [4, 'e'],
  [8, 'q'],
  [16, 'b'],
];

/** Parts as `text`, `$[name]` for a variable, `$([call])` for a call, with letters for how they are expanded. */
function shown(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const kind = bytes[at]!;
    const size = bytes[at + 1]! | (bytes[at + 2]! << 8);
    const content = bytes.subarray(at + 3, at + 3 + size);
    const mode = MODES.map(([bit, letter]) => (kind & bit ? letter : '')).join('');
    if ((kind & 3) === 0) text += Buffer.from(content).toString('latin1');
    else text += (kind & 3) === 1 ? `$${mode}[${shown(content)}]` : `$${mode}([${shown(content)}])`;
    at += 3 + size;
  }
  return text;
}

describe('a template', () => {
  test.each([
    ['plain', 'plain'],
    ['$a-$b1 $? $# $$', '$[a]-$[b1] $[?] $[#] $[$]'],
    [`x$${'{a b}'}y`, 'x$b[a b]y'],
    ['$(add 1 $x)', '$([add 1 $[x]])'],
    ['$(a $(b c) "d)" \')\' \\) e)', '$([a $([b c]) "d)" \')\' \\) e])'],
    [`"$a" '$b' "it's $c" 'say "$d"' $e`, `"$e[a]" '$b' "it's $e[c]" 'say "$d"' $[e]`],
    ['"\\$a" \\$b', '"\\$a" \\$[b]'],
    ['100$ $- $', '100$ $- $'],
    ['a ${open $b', 'a ${open $b'],
    ['a $(open $b', 'a $(open $b'],
    [`$(a "it's" 'x "y' z)`, `$([a "it's" 'x "y' z])`],
  ])('%s is %s', (text, expected) => {
    expect(shown(compileTemplate(text))).toBe(expected);
  });

  test('puts what it expands outside of quotes into quotes, where that is wanted', () => {
    expect(shown(compileTemplate(`$a "$b" $${'{c}'}`, true))).toBe('$q[a] "$e[b]" $qb[c]');
  });

  test('nine deep, what is deeper stays', () => {
    const nested = (depth: number): string => (depth === 0 ? 'x' : `$(a ${nested(depth - 1)})`);
    expect(shown(compileTemplate(nested(10)))).toContain('$(a x)');
    expect(shown(compileTemplate(nested(9)))).not.toContain('$(a x)');
  });

  test('of any length, but for a name', () => {
    const long = 'x'.repeat(70_000);
    expect(shown(compileTemplate(`${long}$a`))).toBe(`${long}$[a]`);
    expect(() => compileTemplate(`$(${long})`)).toThrow(TooLong);
  });
});
