import { expect, test } from 'vitest';
import { parse } from '../../src/click-config-parser/index.ts';
import { elaborate } from '../../src/router/index.ts';

/** The configuration string of the one element, with `$x` and `${add 1 x}` defined. */
function expanded(config: string): string {
  const source = `define($x "a b", $n 7); Print(${config});`;
  const { tree } = parse(source, 'test.click');
  const { router } = elaborate(tree, { traits: () => undefined, readFile: () => undefined });
  return router.elements[0]!.config;
}

test.each([
  ['$n-$x', '7-"a b"'],
  ['"$n $x"', '"7 \\"a b\\""'],
  ["'$n' $n", "'$n' 7"],
  [`"it's $n"`, `"it's 7"`],
  ['"\\$n" \\$n', '"\\$n" \\7'],
  ['$(add $n 1)', '$(add 7 1)'],
  [`$(add "$n)" 1)`, `$(add "7)" 1)`],
  [`$(f '$n)' "it's $n)" $n)`, `$(f '$n)' "it's 7)" 7)`],
  ['$(f (g $n) h)', '$(f (g 7) h)'],
  ['$(nothing here)', '$(nothing here)'],
  ['$unknown $', '$unknown $'],
])('%s is %s', (config, value) => {
  expect(expanded(config)).toBe(value);
});
