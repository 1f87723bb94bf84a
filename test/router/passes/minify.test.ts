import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookup } from '../../../src/catalog/index.ts';
import { splitArguments } from '../../../src/click-config-parser/index.ts';
import { compact } from '../../../src/router/passes/compact.ts';
import { minify, shortConfig } from '../../../src/router/passes/minify.ts';
import type { Router } from '../../../src/router/router.ts';
import { anyTraits, arbitraryRouter, read, substance } from './routers.ts';

const options = {
  argumentsOf: (className: string) => (className === 'Script' ? undefined : []),
  isClass: (name: string) => anyTraits(name) !== undefined,
};

function shorten(text: string): string {
  return compact(minify(read(text), options));
}

/** All that may not change: names and blanks aside. */
function shape(router: Router) {
  const { elements, connections } = substance(router);
  const config = (text: string) => splitArguments(text).map((piece) => piece.text);
  return { elements: elements.map((each) => [each.className, config(each.config)]), connections };
}

describe('minify', () => {
  it('leaves out the names of elements that are mentioned once', () => {
    expect(shorten('in :: FromDevice(0); c :: Counter; in -> c -> d :: Discard;')).toBe(
      'FromDevice(0)->Counter->Discard;',
    );
  });

  it('gives the shortest name to the element that is mentioned most', () => {
    const text =
      'first :: Classifier(-, -); Idle -> first; first -> s :: Null; first[1] -> s; Idle -> first; Idle -> s -> Discard;';
    expect(shorten(text)).toMatch(/^a::Classifier\(-,-\)/);
  });

  it('keeps the order of elements though a connection leads back', () => {
    expect(shorten('a :: Null; b :: Null; b -> a; a -> b;')).toBe('a::Null->Null->a;');
  });

  it('keeps the names that a configuration string mentions, and its own', () => {
    const text =
      'x :: { input -> queue :: Queue -> output; run :: Script(print queue.length) }; Idle -> x -> Discard;';
    const short = shorten(text);
    expect(short).toContain('x/queue::Queue');
    expect(short).toContain('x/run::Script(print queue.length)');
  });

  it.each([
    ['ICMPRewriter(one)', 'one :: IPRewriter(drop)'],
    ['IPRewriter(one)', 'one :: RoundRobinIPMapper(1.0.0.1 - - -)'],
    ['RED(1, 5, 0.5, QUEUES one)', 'one :: Queue'],
    ['IPRewriter(drop, MAPPING_CAPACITY one)', 'one :: IPRewriter(drop)'],
    ['Script(read one.count)', 'one :: Counter'],
    ['ScheduleInfo(one 2)', 'one :: Unqueue'],
  ])('keeps what %s names', (type, named) => {
    const router = read(`${named}; Idle -> one -> Discard; one -> Discard; ${type};`);
    const short = minify(router, { ...options, argumentsOf: (name) => lookup(name, 'simulator')?.arguments });
    expect(short.elements[0]!.name).toBe('one');
  });

  it('keeps what is inside a compound that is named as a whole', () => {
    const text = `c :: { input -> q :: { -> u :: Unqueue -> } -> output }; d :: { -> Unqueue -> };
      Idle -> c -> Discard; Idle -> d -> Discard; ScheduleInfo(c 2);`;
    const argumentsOf = (name: string) => lookup(name, 'simulator')?.arguments;
    const names = minify(read(text), { ...options, argumentsOf }).elements.map(({ name }) => name);
    expect(names.filter((name) => name.includes('/'))).toEqual(['c/q/u']);
  });

  it('takes no name that is a class or stands in a configuration string', () => {
    const isClass = (name: string) => name === 'a' || anyTraits(name) !== undefined;
    const router = read('loop :: Null(b); other :: Null; loop -> other; loop -> Discard; other -> loop;');
    expect(compact(minify(router, { ...options, isClass }))).toContain('c::Null(b)');
  });

  it('takes what stands in a comment for no name', () => {
    const router = read('s :: Script(wait, /* q */ wait); q :: Queue; q -> Discard; Idle -> q;');
    const short = minify(router, options);
    expect(short.elements.map(({ name }) => name)).not.toContain('q');
    expect(minify(short, options).elements).toEqual(short.elements);
  });

  it('drops comments and blanks of configuration strings, and no argument', () => {
    expect(shortConfig(' a /* x */ b , "c , d" ,\n e // f\n')).toBe('a b,"c , d",e');
    expect(['', 'a,', 'a,,', ','].map(shortConfig)).toEqual(['', 'a', 'a,,', ',']);
  });

  it('names a great many elements by short words, each once', () => {
    const elements = Array.from(
      { length: 5000 },
      (_, i) => `n${i} :: Null; n${i} -> Discard; n${i} -> Discard;`,
    );
    const names = minify(read(elements.join('\n')), options).elements.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(Math.max(...names.filter((name) => !name.includes('Discard')).map((name) => name.length))).toBe(3);
  });

  it('makes text that reads back to just this router, whatever the router', () => {
    fc.assert(
      fc.property(arbitraryRouter, (router) => {
        const short = minify(router, options);
        expect(shape(short)).toEqual(shape(router));
        expect(substance(read(compact(short)))).toEqual(substance(short));
        expect(substance(minify(short, options))).toEqual(substance(short));
      }),
      { numRuns: 500 },
    );
  });
});
