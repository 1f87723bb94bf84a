import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, print } from '../../src/click-config-parser/index.ts';
import { elaborate, flatten, loadRouter } from '../../src/router/index.ts';
import { configuration, GENERATED_CLASSES } from './random-configuration.ts';
import { flatOfRouter } from './vectors.ts';

const DEFAULTED = `$${'{v[0]-d}'}`;
const CLASSES = GENERATED_CLASSES;
const traits = (name: string) =>
  CLASSES.includes(name) ? { ports: '-/-', processing: 'a/a', flow: 'x/y' } : undefined;

const TOKENS = [
  ...CLASSES,
  ...['a', 'b', 'c', 'x/y', '1', '0', 'X', 'Y', 'input', 'output', '$v', DEFAULTED, 'K', '__REST__'],
  ...['elementclass', 'define', 'require', '::', '->', '=>', '||', '...', '|', ',', ';', '{', '}', '(', ')'],
  ...['[', ']', '-', '"', "'", '\\<', '>', '/*', '*/', '//', '#', '# 7 "f"', '\n', '\r\n', ' ', '\0', '\xe9'],
];

const tokens = fc.array(fc.constantFrom(...TOKENS), { maxLength: 60 }).map((list) => list.join(' '));
const glued = fc.array(fc.constantFrom(...TOKENS), { maxLength: 60 }).map((list) => list.join(''));
const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array).toString('latin1'));
const garbage = fc.oneof(tokens, glued, bytes);

const hasErrors = (diagnostics: { severity: string }[]) =>
  diagnostics.some(({ severity }) => severity === 'error');

describe('whatever the text', () => {
  test('nothing throws, and every place is inside the text', () => {
    fc.assert(
      fc.property(fc.oneof(garbage, configuration), (text) => {
        const { router, diagnostics } = loadRouter(text, 'f', { traits });
        for (const { span } of diagnostics) {
          expect(span!.start).toBeGreaterThanOrEqual(0);
          expect(span!.end).toBeGreaterThanOrEqual(span!.start);
          expect(span!.end).toBeLessThanOrEqual(text.length);
        }
        expect(typeof flatten(router)).toBe('string');
      }),
      { numRuns: 1000 },
    );
  });

  test('a tree that has no errors prints as text with the same meaning', () => {
    fc.assert(
      fc.property(fc.oneof(configuration, tokens), (text) => {
        const { tree, diagnostics } = parse(text, 'f');
        fc.pre(!hasErrors(diagnostics));
        const printed = print(tree);
        const again = parse(printed, 'f');
        expect(again.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(print(again.tree)).toBe(printed);
        expect(meaning(again.tree)).toEqual(meaning(tree));
      }),
      { numRuns: 1000 },
    );
  });

  test('a flat configuration is its own flat form', () => {
    fc.assert(
      fc.property(configuration, (text) => {
        const first = loadRouter(text, 'f', { traits });
        expect(first.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        const flat = flatten(first.router);
        const second = loadRouter(flat, 'f', { traits });
        expect(second.diagnostics).toEqual([]);
        expect(flatten(second.router)).toBe(flat);
        expect(flatOfRouter(second.router)).toEqual(flatOfRouter(first.router));
      }),
      { numRuns: 1000 },
    );
  });
});

/** The router and what was found, without the places, which differ with the layout. */
function meaning(tree: ReturnType<typeof parse>['tree']) {
  const { router, diagnostics } = elaborate(tree, { traits });
  const found = diagnostics.map(({ code, message }) => `${code} ${message}`).sort();
  return { ...flatOfRouter(router), found };
}
