import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/click-config-parser/index.ts';
import { analyze } from '../../src/lsp/analysis.ts';
import { complete } from '../../src/lsp/completion.ts';
import { hover } from '../../src/lsp/hover.ts';
import { collect } from '../../src/lsp/symbols/collect.ts';
import { isSymbol } from '../../src/lsp/symbols/symbol.ts';

const options = {
  isPrimitive: (name: string) => /^[A-Z]/.test(name) && name.length > 3,
  readLibrary: () => undefined,
};

/** What each name of a text stands for: `name@offset` of its declaration, or the class of Click. */
function meanings(text: string): string[] {
  const { occurrences } = collect(parse(text, 'f').tree, options);
  return [...occurrences]
    .sort((a, b) => a.place.start - b.place.start)
    .map(({ place, target }) => {
      const word = text.substring(place.start, place.end);
      return `${word} ${isSymbol(target) ? `${target.kind}@${target.place.start}` : 'Click'}`;
    });
}

describe('collect', () => {
  it('takes a name for a class first, and then for an element', () => {
    expect(meanings('a :: Queue; a -> Null -> b;')).toEqual([
      'a element@0',
      'Queue Click',
      'a element@0',
      'Null Click',
    ]);
  });

  it('declares all elements of a list that has one class', () => {
    expect(meanings('a, b :: Queue; b -> a;')).toEqual([
      'a element@0',
      'b element@3',
      'Queue Click',
      'b element@3',
      'a element@0',
    ]);
    expect(meanings('a, b :: Queue -> Idle2;')[0]).toBe('b element@3');
  });

  it('keeps the old meaning of a class inside its own body', () => {
    expect(
      meanings('elementclass Null { input -> Null -> output } a :: Null;').filter((each) =>
        each.startsWith('Null'),
      ),
    ).toEqual(['Null class@13', 'Null Click', 'Null class@13']);
  });

  it('knows overloads, synonyms and what is required', () => {
    const text =
      "elementclass A { input -> output || ... } elementclass B A; a :: B; require(package 'x', library y)";
    expect(meanings(text).filter((each) => !each.startsWith('input') && !each.startsWith('output'))).toEqual([
      'A class@13',
      'B class@55',
      'A class@13',
      'a element@60',
      'B class@55',
    ]);
  });

  it('forgets the classes of a compound behind it, and keeps those of a group', () => {
    expect(meanings('elementclass A { elementclass B { input -> output } } b :: B')).not.toContain(
      'B class@30 ',
    );
    expect(meanings('(elementclass B { input -> output }); b :: B').at(-1)).toBe('B class@14');
  });

  it('gives each compound its own elements, and groups those around them', () => {
    const text = 'q :: Queue; elementclass A { q :: Queue; q -> output } (q -> output);';
    expect(meanings(text).filter((each) => each.startsWith('q'))).toEqual([
      'q element@0',
      'q element@29',
      'q element@29',
      'q element@0',
    ]);
  });

  it('tells a later class of the same name from an earlier one', () => {
    const text = 'elementclass A { input -> output } a :: A; elementclass A { input -> output } b :: A;';
    expect(meanings(text).filter((each) => each.startsWith('A'))).toEqual([
      'A class@13',
      'A class@13',
      'A class@56',
      'A class@56',
    ]);
  });
});

const piece = fc.constantFrom(
  ...[
    'a',
    'b',
    ' :: ',
    'Queue',
    '(',
    ')',
    '{',
    '}',
    '->',
    ',',
    ';',
    '[0]',
    '$x',
    '|',
    '"',
    "'",
    '//',
    '/*',
    '*/',
  ],
  ...[
    'elementclass X ',
    'define($x 1)',
    'Print(',
    'MAXLENGTH ',
    '\n',
    ' ',
    'input',
    'output',
    '🧱',
    '\\<',
    'é',
    'Script(a.b)',
  ],
);

describe('an editor, whatever is typed', () => {
  it('gets an answer at every place, and no failure', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const source = Buffer.from(pieces.join(''), 'utf8').toString('latin1');
        const analysis = analyze(source, 'f.click', { target: 'clickforge', readFile: () => undefined });
        for (let offset = 0; offset <= source.length; offset++) {
          const found = hover(analysis, offset, 'clickforge');
          if (found) expect(found.place.start).toBeLessThanOrEqual(offset);
          const completion = complete(analysis, offset, 'clickforge');
          if (completion) expect(completion.start).toBeLessThanOrEqual(offset);
        }
        for (const { place } of analysis.symbols.occurrences) {
          expect(place.start).toBeLessThanOrEqual(place.end);
          expect(place.end).toBeLessThanOrEqual(source.length);
        }
      }),
      { numRuns: 150 },
    );
  });
});

it('more variables in a configuration string than a call has room for', () => {
  const text = `define($a 1) Idle(${'$a '.repeat(130_000)});`;
  const { symbols } = analyze(text, 'f', { target: 'click', readFile: () => undefined });
  expect(symbols.occurrences.length).toBeGreaterThan(130_000);
});
