import { describe, expect, test } from 'vitest';
import { type ClassPorts, flows, readClassPorts } from '../../src/router/class-ports.ts';
import { loadRouter, type Traits } from '../../src/router/index.ts';

const CLASSES: Record<string, Traits> = {
  Push: { ports: '-/-', processing: 'h/h', flow: 'x/x' },
  Pull: { ports: '-/-', processing: 'l/l', flow: 'x/x' },
  Queue: { ports: '1/1', processing: 'h/l', flow: 'x/x' },
  Any: { ports: '-/-', processing: 'a/a', flow: 'x/x' },
  Straight: { ports: '-/=', processing: 'a/a', flow: '#/#' },
  Crossed: { ports: '-/-', processing: 'a/a', flow: '#/[^#]' },
  Apart: { ports: '-/-', processing: 'a/a', flow: 'xy/xy' },
  Mixed: { ports: '1-2/1-2', processing: 'a/ah', flow: 'x/x' },
  OneMore: { ports: '1-/=+', processing: 'h/h', flow: 'x/x' },
  FlowInfo: { ports: '0/0', processing: 'a/a', flow: 'x/x' },
  Broken: { ports: '1/1/1', processing: 'h/q', flow: 'x/' },
};

const load = (text: string) => loadRouter(text, 'f', { traits: (name) => CLASSES[name] });
const messages = (text: string) => load(text).diagnostics.map(({ message }) => message);
const kinds = (text: string, name: string) => {
  const { router, resolved, diagnostics } = load(text);
  expect(diagnostics).toEqual([]);
  const { inputs, outputs } = resolved[router.elements.findIndex((element) => element.name === name)]!;
  return `${inputs.join(' ')} / ${outputs.join(' ')}`;
};

describe('the kinds of ports', () => {
  test('agnostic ones take that of their neighbours, and push when there is none', () => {
    expect(kinds('Push -> a :: Any -> Any -> Push;', 'a')).toBe('push / push');
    expect(kinds('Pull -> Any -> a :: Any -> Pull;', 'a')).toBe('pull / pull');
    expect(kinds('Any -> a :: Any -> Any;', 'a')).toBe('push / push');
  });

  test('the flow code says which ports belong together', () => {
    expect(kinds('Push => s :: Straight => Push; Pull -> [1]s[1] -> Pull;', 's')).toBe(
      'push pull / push pull',
    );
    expect(kinds('Push -> c :: Crossed; Pull -> [1]c; c[1] -> Any; c[0] -> Any', 'c')).toBe(
      'push pull / pull push',
    );
    expect(kinds('Push -> [0]a :: Apart[0] -> Any; Pull -> [1]a[1] -> Any;', 'a')).toBe(
      'push pull / push pull',
    );
  });

  test('letters of a code count port by port, the last one for all that follow', () => {
    expect(kinds('Pull -> m :: Mixed -> Pull; m[1] -> Push;', 'm')).toBe('pull / pull push');
  });

  test('FlowInfo gives an element another flow code', () => {
    const text = 'Push -> s :: Any -> Push; Pull -> [1]s[1] -> Pull;';
    expect(messages(text)).toHaveLength(1);
    expect(kinds(`${text} FlowInfo(s xy/xy);`, 's')).toBe('push pull / push pull');
    expect(
      kinds(
        `elementclass X { FlowInfo(s "#/#"); input -> s :: Any -> output; input[1] -> [1]s[1] -> [1]output }
      Push -> x :: X -> Push; Pull -> [1]x[1] -> Pull;`,
        'x/s',
      ),
    ).toBe('push pull / push pull');
    expect(load('s :: Any; FlowInfo(s [/x);').diagnostics.map(({ code }) => code)).toEqual(['CF3005']);
  });

  test('ten thousand agnostic ports are one matter, not a hundred million', () => {
    const { diagnostics, resolved } = load(
      'a :: Any; p :: Pull; q :: Any; p[0-9999] => [0-9999]a; a[0-9999] => [0-9999]q;',
    );
    expect(diagnostics).toEqual([]);
    expect(new Set(resolved[0]!.outputs)).toEqual(new Set(['pull']));
  });

  test('a conflict shows the way between its ends', () => {
    const { diagnostics } = load('src :: Push -> a :: Any -> b :: Any -> snk :: Pull;');
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]!.notes!.map(({ message }) => message)).toEqual([
      "push begins at 'src :: Push' push output 0",
      "through 'a :: Any'",
      "through 'b :: Any'",
      "pull begins at 'snk :: Pull' pull input 0",
    ]);
  });

  test('one conflict is one finding, however many ports it reaches', () => {
    expect(messages('Push -> a :: Any; Pull -> [1]a; Pull -> [2]a; a -> Any;')).toHaveLength(1);
  });
});

describe('the numbers of ports', () => {
  test.each([
    ['Queue -> Pull;', ["'Queue@1 :: Queue' input 0 unused"]],
    ['o :: OneMore; Push -> o; o[0-1] => Push, Push;', []],
    ['o :: OneMore; Push -> o; o -> Push;', ["'o :: OneMore' output 1 unused"]],
    ['a :: Any; a[5] -> Push;', ["'a :: Any' outputs 0 to 4 unused"]],
    ['q :: Queue; Push -> [3]q -> Pull;', ["'q :: Queue' has no input 3"]],
  ])('%s', (text, expected) => {
    expect(messages(text)).toEqual(expected);
  });

  test('a port that two use is shown with both', () => {
    const { diagnostics } = load('a :: Push; b, c :: Push; a -> b; a -> c;');
    expect(diagnostics[0]!.notes).toHaveLength(2);
  });

  test('a huge port number costs nothing', () => {
    expect(messages('a, b :: Any; a[1000000] -> [1000000]b;')[0]).toContain('outputs 0 to 999999 unused');
  });
});

describe('codes of classes', () => {
  const read = (ports: string, processing = 'a/a', flow = 'x/x'): ClassPorts =>
    readClassPorts({ ports, processing, flow });

  test.each([
    ['1/1', [1, 1], [1, 1], -1],
    ['1', [1, 1], [1, 1], -1],
    ['-/-', [0, Infinity], [0, Infinity], -1],
    ['1-2/0-', [1, 2], [0, Infinity], -1],
    ['-3/2', [0, 3], [2, 2], -1],
    ['1-/=++', [1, Infinity], [0, Infinity], 2],
  ])('port count %s', (code, inputs, outputs, equal) => {
    const found = read(code);
    expect([found.inputs, found.outputs, found.equal]).toEqual([inputs, outputs, equal]);
  });

  test.each(['x', '1/1/1', '1/', '=/1'])('port count %s is refused', (code) => {
    expect(() => read(code)).toThrow(RangeError);
  });

  test('flow codes match by letter, number and complement', () => {
    const { inputFlow, outputFlow } = read('-/-', 'a/a', '[ab]#[^c]/a#c');
    const match = inputFlow.map((input, i) => outputFlow.map((output, j) => flows(input, i, output, j)));
    expect(match).toEqual([
      [true, false, false],
      [false, true, false],
      [true, false, false],
    ]);
  });

  test('a class whose codes are malformed is named', () => {
    expect(load('Broken;').diagnostics.map(({ code }) => code)).toEqual(['CF3005']);
  });
});
