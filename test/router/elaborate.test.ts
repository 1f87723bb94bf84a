import { describe, expect, test } from 'vitest';
import { flatten, loadRouter } from '../../src/router/index.ts';
import { compact } from '../../src/router/passes/compact.ts';
import { isSameRouter } from '../../src/router/passes/same.ts';

const CLASSES = ['Idle', 'Null', 'Counter', 'Discard', 'AlignmentInfo'];
const traits = (name: string) =>
  CLASSES.includes(name) ? { ports: '-/-', processing: 'a/a', flow: 'x/y' } : undefined;
const options = { traits, classNames: () => CLASSES };
const load = (text: string, more = {}) => loadRouter(text, 'f.click', { ...options, ...more });
const codes = (text: string, more = {}) => load(text, more).diagnostics.map(({ code }) => code);

describe('definitions of the command line', () => {
  test('win over define, and reach into compounds', () => {
    const text = 'define($x 1); elementclass A { AlignmentInfo($x $y) } A; m :: AlignmentInfo($x);';
    const { router } = load(text, { definitions: { x: 'over', y: 'new' } });
    expect(router.elements.map(({ config }) => config)).toEqual(['over', 'over new']);
  });

  test('do not hide a formal', () => {
    const { router } = load('elementclass A { $x | AlignmentInfo($x) } A(arg);', {
      definitions: { x: 'over' },
    });
    expect(router.elements[0]!.config).toBe('arg');
  });
});

describe('libraries', () => {
  const files: Record<string, string> = {
    'lib/one.click': 'elementclass One { input -> Null -> output }\nrequire(library two.click);\na :: Idle;',
    'lib/two.click': 'elementclass Two { AlignmentInfo(two) }\nrequire(library one.click);',
    'lib/bad.click': '\n\nx :: NoSuch;\n]',
  };
  const readFile = (name: string) => files[name];

  test('are read in place, once, and find their neighbours', () => {
    const { router, diagnostics } = load(
      'require(library lib/one.click); require(library lib/one.click, library lib/two.click); a -> One -> Idle; Two;',
      { readFile },
    );
    expect(diagnostics).toEqual([]);
    expect(router.elements.map(({ name }) => name)).toEqual([
      'a',
      'Idle@3',
      'One@2/Null@1',
      'Two@4/AlignmentInfo@1',
    ]);
    expect([...router.sources.keys()]).toEqual(['f.click', 'lib/one.click', 'lib/two.click']);
  });

  test('errors inside have their own place', () => {
    const { diagnostics } = load('require(library lib/bad.click);', { readFile });
    expect(diagnostics.map(({ code, span }) => [code, span!.file, span!.start])).toEqual([
      ['CF2001', 'lib/bad.click', 7],
      ['CF1001', 'lib/bad.click', 15],
    ]);
  });

  test('a missing one is named', () => {
    expect(codes('require(library none.click);', { readFile })).toEqual(['CF2021']);
  });
});

describe('suggestions', () => {
  test.each([
    ['c :: Countr;', "did you mean 'Counter'?"],
    ['c :: counter;', "did you mean 'Counter'?"],
    ['cuonter :: Counter; cuonetr -> Discard;', "did you mean 'cuonter'?"],
    ['Idle -> Dicsard;', "did you mean 'Discard'?"],
    ['c :: Zebra;', undefined],
    ['define(x 1);', "did you mean '$x'?"],
    ['elementclass X { COLOR $c | Idle } X(COLOUR 3);', "did you mean 'COLOR'?"],
  ])('%s', (text, hint) => {
    expect(load(text).diagnostics[0]!.hint).toBe(hint);
  });
});

describe('places', () => {
  test('an element of a compound knows where it was written and where it is used', () => {
    const text = 'elementclass X { n :: AlignmentInfo( $a ) } elementclass Y { X } y :: Y;';
    const [element] = load(text).router.elements;
    expect(text.substring(element!.span.start, element!.span.end)).toBe('n');
    expect(text.substring(element!.configSpan!.start, element!.configSpan!.end)).toBe(' $a ');
    expect(text.substring(element!.declaredIn!.start, element!.declaredIn!.end)).toBe('y');
  });

  test('a redeclaration points to the first one', () => {
    const { diagnostics } = load('abc :: Idle;\nabc :: Null;');
    expect(diagnostics[0]!.notes![0]!.span).toEqual({ file: 'f.click', start: 0, end: 3 });
  });

  test('no match lists the candidates', () => {
    const { diagnostics } = load('elementclass X { $a | Idle || K $k, __REST__ $r | Idle } X;');
    expect(diagnostics[0]!.notes!.map(({ message }) => message)).toEqual([
      'candidate: X(<arg>)[0 inputs, 0 outputs]',
      'candidate: X(K, ...)[0 inputs, 0 outputs]',
    ]);
  });
});

describe('what expands without end', () => {
  const doubled = (count: number, line: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => line(i)).join('\n');

  test('compounds that double', () => {
    const text = doubled(64, (i) =>
      i === 0 ? 'elementclass X0 { Idle }' : `elementclass X${i} { X${i - 1}; X${i - 1} }`,
    );
    expect(codes(`${text} X63;`)).toEqual(['CF2025']);
  });

  test('compounds in compounds', () => {
    const text = doubled(2000, (i) =>
      i === 0 ? 'elementclass X0 { Idle }' : `elementclass X${i} { X${i - 1} }`,
    );
    expect(codes(`${text} X1999;`)).toEqual(['CF2025']);
  });

  test('variables that multiply', () => {
    const text = doubled(12, (i) => `define($x${i} ${`$x${i + 1} `.repeat(50)})`);
    expect(codes(`${text} m :: AlignmentInfo($x0);`)).toEqual(['CF2025']);
  });

  test('alternatives by the hundred, used by the thousand', () => {
    const bodies = Array.from(
      { length: 400 },
      (_, i) => `$a${Array.from({ length: i }, (_, j) => `, $b${j}`).join('')} | Idle`,
    );
    const { router, diagnostics } = load(
      `elementclass X { ${bodies.join(' || ')} } ${'X(1, 2, 3); '.repeat(4000)}`,
    );
    expect(diagnostics).toEqual([]);
    expect(router.elements).toHaveLength(4000);
  });

  test('keyword parameters by the ten thousand', () => {
    const formals = Array.from({ length: 30_000 }, (_, i) => `K${i} $a${i}`);
    expect(codes(`elementclass X { ${formals.join(', ')}, K7 $b | Idle }`)).toEqual(['CF2015']);
  });

  test('words of a long value', () => {
    const { router } = load(
      `define($v ${'w '.repeat(50_000)}) a :: AlignmentInfo(${'$'.concat('{v[3]} ').repeat(10_000)});`,
    );
    expect(router.elements[0]!.config).toBe('w '.repeat(10_000));
  });

  test('ports of compounds that are far apart', () => {
    const { diagnostics } = load('{ input[1000000] -> Discard };'.repeat(3000));
    expect(diagnostics[0]!.message).toBe("'<anonymous>' input 0-999999 missing");
  });

  test('a long row of compounds that only pass on is followed to its end', () => {
    const { router, diagnostics } = load(
      `elementclass X { input -> output } Idle ${'-> X '.repeat(5000)} -> Idle;`,
    );
    expect(diagnostics).toEqual([]);
    expect(router.connections).toHaveLength(1);
  });
});

test.each([
  ['a # at the beginning of a line', 'define($h #) a :: AlignmentInfo(x\n$h, "\n#", /*\n#*/ y);'],
  [
    'one parenthesis of two',
    'define($a x(, $b y)) a :: AlignmentInfo($a, "(", $b /*)*/); b :: AlignmentInfo($b);',
  ],
  [
    'a parenthesis after what looks like a variable',
    'define($a $u$(, $b y)) a :: AlignmentInfo("$a" $u$$a);',
  ],
])('%s that a variable puts into a configuration string is written so that it is read again', (_, text) => {
  const { router, diagnostics } = load(text);
  expect(diagnostics).toEqual([]);
  for (const written of [flatten(router), compact(router)]) {
    const again = load(written);
    expect(again.diagnostics).toEqual([]);
    expect(isSameRouter(router, again.router)).toBe(true);
  }
});

test('packages are available if the caller says so', () => {
  expect(codes('require(fancy);')).toEqual(['CF2023']);
  const { router, diagnostics } = load('require(fancy, package other);', { hasPackage: () => true });
  expect([diagnostics, router.requirements]).toEqual([[], ['package fancy', 'package other']]);
  expect(flatten(router)).toBe('require(package fancy);\nrequire(package other);\n');
});
