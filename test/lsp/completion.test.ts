import { describe, expect, test } from 'vitest';
import type { Target } from '../../src/catalog/index.ts';
import { analyze } from '../../src/lsp/analysis.ts';
import { complete, documentation } from '../../src/lsp/completion.ts';
import { hover } from '../../src/lsp/hover.ts';

const analysisOf = (source: string, target: Target) =>
  analyze(source, '/f.click', { target, readFile: () => undefined });

/** Labels of what could be written where the `^` is. */
function labels(marked: string, target: Target = 'clickforge'): string[] {
  const offset = marked.indexOf('^');
  const source = marked.replace('^', '');
  return (complete(analysisOf(source, target), offset, target)?.suggestions ?? []).map(({ label }) => label);
}

/** What is said of the place where the `^` is. */
function said(marked: string, target: Target = 'clickforge'): string | undefined {
  const source = marked.replace('^', '');
  return hover(analysisOf(source, target), marked.indexOf('^'), target)?.markdown;
}

describe('what can be written', () => {
  test('after a keyword that names an element: those of its classes', () => {
    const arp = 'a :: ARPTable; q :: Queue; x :: ARPQuerier(1.2.3.4, 1:1:1:1:1:1, TABLE ^);';
    expect(labels(arp)).toEqual(['a']);
  });

  test('after a keyword of choices or of yes and no: these', () => {
    expect(labels('x :: IPPrint(CONTENTS ^);')).toEqual(['NONE', 'HEX', 'ASCII']);
    expect(labels('x :: InfiniteSource(STOP ^);')).toEqual(['true', 'false']);
    expect(labels('x :: InfiniteSource(LIMIT ^);')).toEqual([]);
    expect(labels('x :: InfiniteSource(NOTHING ^);')).toEqual([]);
  });

  test('as an argument of a compound: its keywords', () => {
    const compound = 'elementclass A { BURST $b, __REST__ $r | input -> output } ';
    expect(labels(`${compound} x :: A(^);`)).toEqual(['BURST']);
    expect(labels(`${compound} x :: A(BURST ^);`)).toEqual([]);
  });

  test('of a class of another target: what is known of it', () => {
    expect(labels('x :: FromHost(^);')).toContain('DEVNAME');
    expect(labels('x :: NoSuchClass(^);')).toEqual([]);
  });

  test('nothing in a comment, between brackets, or behind a name', () => {
    expect(labels('a :: Idle; // ^')).toEqual([]);
    expect(labels('a :: Idle -> [^] b;')).toEqual([]);
    expect(labels('a b ^')).toEqual([]);
  });
});

describe('the manual of a suggestion', () => {
  test('is that of the target, or of whoever has the class', () => {
    expect(documentation('Queue', 'clickforge')).toContain('**Queue**');
    expect(documentation('FromHost', 'clickforge')).toContain('**FromHost**');
    expect(documentation('NoSuchClass', 'clickforge')).toBeUndefined();
  });
});

describe('what is said', () => {
  test('of parameters, with their keywords', () => {
    const of = (declared: string) =>
      said(`elementclass A { ${declared} | input -> Queue($size) -> Shaper($burst) -> output }`);
    expect(of('^$size, BURST $burst')).toContain('$size  // parameter');
    expect(of('$size, BURST ^$burst')).toContain('BURST $burst  // parameter');
  });

  test('of elements, with their class where it stands elsewhere', () => {
    expect(said('^a, b :: Queue; a -> b;')).toContain('a :: Queue');
    expect(said('a, ^b :: Queue; a -> b;')).toContain('b :: Queue');
  });

  test('of classes, of whatever target', () => {
    expect(said('x :: ^FromHost(t);')).toContain('**FromHost**');
  });

  test('of arguments, by keyword or position', () => {
    expect(said('x :: InfiniteSource(LIMIT ^5);')).toMatch(/^`LIMIT`/);
    expect(said('x :: FromHost(^t);')).toMatch(/^`DEVNAME`/);
    expect(said('x :: InfiniteSource(a, ^5, LIMIT 7);')).toMatch(/^`LIMIT`/);
    expect(said('x :: Queue(5, ^6);')).toBeUndefined();
  });
});
