import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, print } from '../../src/click-config-parser/index.ts';
import { format } from '../../src/formatter/format.ts';

function lines(...list: string[]): string {
  return list.map((line) => `${line}\n`).join('');
}

describe('format', () => {
  it('sets blanks around arrows and ::, and none before ; and ,', () => {
    expect(format('a::Idle ;a[0]->[0,1]b :: Null(1,  2)=>c , d;')).toBe(
      lines('a :: Idle;', 'a [0] -> [0,1] b :: Null(1,  2) => c, d;'),
    );
  });

  it('writes each statement on its own line, also where no ; stands between', () => {
    expect(format('define($a 1) require(library x) a :: Null b :: Null')).toBe(
      lines('define($a 1)', 'require(library x)', 'a :: Null', 'b :: Null'),
    );
  });

  it('indents compounds that take several lines, and leaves others on theirs', () => {
    expect(format('elementclass A {$x|\ninput->Null\n->output;}\nelementclass B{input->output}')).toBe(
      lines(
        'elementclass A { $x |',
        '  input -> Null',
        '      -> output;',
        '}',
        'elementclass B { input -> output }',
      ),
    );
  });

  it('sets alternatives apart', () => {
    expect(format('elementclass A {\ninput->output || $a|input->Paint($a)->output||...}')).toBe(
      lines(
        'elementclass A {',
        '  input -> output',
        '|| $a |',
        '  input -> Paint($a) -> output',
        '|| ...',
        '}',
      ),
    );
  });

  it('keeps the line breaks of a chain, arrows first', () => {
    expect(format('a\n->b->\nc,\nd;')).toBe(lines('a', '    -> b', '    -> c,', '    d;'));
  });

  it('indents what stands in brackets from where the bracket is', () => {
    expect(format('a ->\n{ input\n-> output }\n-> (\n-> Null -> )\n-> b')).toBe(
      lines(
        'a',
        '    -> {',
        '      input',
        '          -> output',
        '    }',
        '    -> (',
        '      -> Null ->',
        '    )',
        '    -> b',
      ),
    );
  });

  it('keeps comments where they are', () => {
    const text =
      '/* head\n   on */\n\n\na :: Idle; // one\n// two\na -> /* in */ b // three\n  // four\n  -> c;';
    expect(format(text)).toBe(
      lines(
        '/* head',
        '   on */',
        '',
        'a :: Idle; // one',
        '// two',
        'a -> /* in */ b // three',
        '    // four',
        '    -> c;',
      ),
    );
  });

  it('keeps configuration strings byte by byte', () => {
    const config = '(  a ,\n\n\t"b -> c" /* d */ , // e ;\n f )';
    expect(format(`x::Null${config};`)).toBe(`x :: Null${config};\n`);
  });

  it('keeps line directives in the first column', () => {
    expect(format('elementclass A {\n# 7 "x"\ninput -> output }')).toBe(
      lines('elementclass A {', '# 7 "x"', '  input -> output', '}'),
    );
  });

  it('keeps the line ends of the file', () => {
    expect(format('a :: Idle;b :: Null\r\n')).toBe('a :: Idle;\r\nb :: Null\r\n');
  });

  it('indents as it is told', () => {
    expect(format('elementclass A {\ninput -> output }', { indent: '\t' })).toContain('\n\tinput');
  });

  it('leaves text with errors alone', () => {
    expect(format('a -> -> b')).toBeUndefined();
    expect(format('a :: Idle;\0')).toBeUndefined();
  });

  it('makes nothing of nothing', () => {
    expect(format('')).toBe('');
  });
});

/** What may not change: the tree and the comments. */
function essence(text: string) {
  return { tree: print(parse(text, '').tree), comments: text.match(/\/\/ [a-z]+|\/\*[^*]*\*\//g) };
}

function expectGood(text: string): void {
  const formatted = format(text)!;
  expect(essence(formatted)).toEqual(essence(text));
  expect(format(formatted)).toBe(formatted);
}

const gap = fc.constantFrom('', ' ', '\n', '\n\n\n', ' // x\n', '/* y */', '\n// z\n', '\t/* a\n b */\n');
const word = fc.constantFrom(
  'a',
  'b :: Null',
  'Queue(1, 2)',
  'c/d',
  '[1] e',
  'f [0,2-3]',
  'g :: { input -> output }',
);

const { chain: arbitraryChain } = fc.letrec((tie) => ({
  element: fc.oneof(
    { maxDepth: 2 },
    word,
    fc.tuple(gap, tie('chain'), gap, tie('chain'), gap).map((parts) => `{${parts.join('')}}`),
    fc.tuple(gap, tie('chain'), gap).map((parts) => `(${parts.join('')})`),
    fc
      .tuple(gap, gap, tie('chain'), gap)
      .map(([a, b, c, d]) => `{${a}$x,${b}K $y|${c}||${d}input -> output }`),
  ),
  chain: fc
    .array(fc.tuple(tie('element'), gap, fc.constantFrom('->', '=>', ','), gap), {
      minLength: 1,
      maxLength: 3,
    })
    .chain((links) => tie('element').map((last) => `${links.flat().join('')}${last};`)),
}));

const statement = fc.oneof(
  arbitraryChain as fc.Arbitrary<string>,
  fc.tuple(gap, gap).map(([a, b]) => `define${a}($a 1)${b};`),
  (arbitraryChain as fc.Arbitrary<string>).map((chain) => `elementclass X {${chain}}`),
);

describe('format, whatever the text', () => {
  it('keeps the tree and the comments, and has nothing to do a second time', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(gap, statement), { maxLength: 4 }), (statements) => {
        const text = statements.flat().join('');
        fc.pre(format(text) !== undefined);
        expectGood(text);
      }),
      { numRuns: 400 },
    );
  });

  const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));

  it.runIf(existsSync(corpus))('does so with configurations from the field', () => {
    const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.click'),
    );
    expect(files.length).toBeGreaterThan(50);
    let formatted = 0;
    for (const file of files) {
      const text = readFileSync(join(corpus, file), 'latin1');
      if (format(text) === undefined) continue;
      formatted++;
      expectGood(text);
    }
    expect(formatted).toBeGreaterThan(50);
  });

  it('takes long runs of comments and directives', () => {
    const runs = '// c\n'.repeat(60_000) + '#1 "a"\n'.repeat(60_000);
    expect(format(`Idle -> Discard;\n${runs}`)).toBe(`Idle -> Discard;\n${runs}`);
  });
});
