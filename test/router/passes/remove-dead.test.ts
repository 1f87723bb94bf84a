import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { removeDead } from '../../../src/router/passes/remove-dead.ts';
import type { Router } from '../../../src/router/router.ts';
import { clean, options, traits } from './clean.ts';
import { arbitraryRouter, read, sorted, substance } from './routers.ts';

describe('removeDead', () => {
  it('leaves alone what packets use', () => {
    const text = 'f :: FromDevice(0) -> c :: Counter -> q :: Queue -> t :: ToDevice(1); s :: Script(wait)';
    const result = clean(text);
    expect(result.changes).toEqual([]);
    expect(result.text).toHaveLength(8);
  });

  it('takes out what no packet reaches', () => {
    const result = clean('FromDevice(0) -> q :: Queue -> ToDevice(1); Idle -> c :: Counter -> q;');
    expect(result.text).toEqual([
      'FromDevice@1 :: FromDevice(0);',
      'q :: Queue;',
      'ToDevice@3 :: ToDevice(1);',
      'FromDevice@1 -> q;',
      'q -> ToDevice@3;',
    ]);
    expect(result.changes).toContain('removed c: no packet reaches it');
  });

  it('takes out what leads nowhere, and drops the packets where it was', () => {
    const result = clean(
      'FromDevice(0) -> c :: Classifier(12/0800, -); c -> ToDevice(0); c[1] -> n :: Counter -> i :: Idle;',
    );
    expect(result.text).toContain('c [1] -> i;');
    expect(result.changes).toEqual(['removed n: it leads nowhere', 'changed c: output 1 is connected to i']);
  });

  it('feeds an input whose source went from an Idle', () => {
    const result = clean(
      'FromDevice(0) -> a :: ARPQuerier -> ToDevice(0); Idle -> x :: Counter -> [1] a; Idle -> Discard;',
    );
    expect(result.text).toContain('Idle@4 -> [1] a;');
    expect(result.text.join('\n')).not.toContain('Discard');
  });

  it('keeps a Discard and what stands before it: it may count or print', () => {
    expect(clean('FromDevice(0) -> Counter -> Discard;').changes).toEqual([]);
  });

  it('takes out Nulls, also in rows', () => {
    const result = clean('FromDevice(0) -> Null -> n :: Null -> Queue -> Null -> ToDevice(0);');
    expect(result.text).toEqual([
      'FromDevice@1 :: FromDevice(0);',
      'Queue@4 :: Queue;',
      'ToDevice@6 :: ToDevice(0);',
      'FromDevice@1 -> Queue@4;',
      'Queue@4 -> ToDevice@6;',
    ]);
    expect(result.changes).toContain('removed n: it hands every packet on');
  });

  it('takes out switches that never switch, and what hangs on their other ports', () => {
    const push = clean(
      'FromDevice(0) -> s :: StaticSwitch(1); s -> a :: Counter -> Discard; s[1] -> b :: Counter -> Discard;',
    );
    expect(push.text.join('\n')).not.toMatch(/\ba\b|StaticSwitch/);
    expect(push.text).toContain('FromDevice@1 -> b;');
    expect(push.changes).toContain('removed s: it always uses output 1');

    const pull = clean(
      'FromDevice(0) -> q :: Queue; FromDevice(1) -> r :: Queue; s :: StaticPullSwitch(0) -> ToDevice(0); q -> s; r -> [1] s;',
    );
    expect(pull.text).toContain('q -> ToDevice@6;');
    expect(pull.changes).toContain('removed r: it leads nowhere');
  });

  it('takes a switch to no port at all for the end of the way', () => {
    const result = clean(
      'FromDevice(0) -> s :: StaticSwitch(-1); s -> Discard; FromDevice(1) -> ToDevice(0);',
    );
    expect(result.text).toEqual([
      'FromDevice@4 :: FromDevice(1);',
      'ToDevice@5 :: ToDevice(0);',
      'FromDevice@4 -> ToDevice@5;',
    ]);
  });

  it('leaves no input open that two outputs of such a switch led to', () => {
    const result = clean(
      `FromDevice(0) -> s :: StaticSwitch(7); s -> a :: ToDevice(1); s[1] -> a; s[2] -> c :: Counter -> b :: ToDevice(0);
       s[3] -> c; FromDevice(1) -> c`,
    );
    expect(result.text).toEqual([
      'c :: Counter;',
      'b :: ToDevice(0);',
      'FromDevice@6 :: FromDevice(1);',
      'FromDevice@6 -> c;',
      'c -> b;',
    ]);
  });

  it('leaves a switch whose argument it cannot read', () => {
    expect(clean('FromDevice(0) -> s :: StaticSwitch($k); s -> Discard; s[1] -> Discard').changes).toEqual(
      [],
    );
  });

  it('narrows a Tee, and takes it out when one output is left', () => {
    const three = clean('FromDevice(0) -> t :: Tee(3); t -> Discard; t[1] -> Idle; t[2] -> ToDevice(0);');
    expect(three.text).toContain('t :: Tee(2);');
    expect(three.text).toContain('t [1] -> ToDevice@5;');
    expect(three.changes).toContain('changed t: its output 1 led nowhere');

    const two = clean('FromDevice(0) -> t :: Tee; t -> Counter -> Idle; t[1] -> ToDevice(0);');
    expect(two.text).toContain('FromDevice@1 -> ToDevice@5;');
  });

  it('narrows schedulers with their tickets', () => {
    const result = clean(
      `FromDevice(0) -> q :: Queue; FromDevice(1) -> r :: Queue; Idle -> [1] s :: StrideSched(5, 3, 1) -> ToDevice(0);
       q -> s; r -> [2] s;`,
    );
    expect(result.text).toContain('s :: StrideSched(5, 1);');
    expect(result.text).toContain('r -> [1] s;');
    const one = clean('FromDevice(0) -> q :: Queue -> s :: RoundRobinSched -> ToDevice(0); Idle -> [1] s;');
    expect(one.text).toContain('q -> ToDevice@4;');
  });

  it('leaves an Idle that is named without what hung on it, its ports in a row', () => {
    const result = clean(
      `FromDevice(0) -> i :: Idle; i -> a :: Counter -> Discard; i [1] -> b :: Counter -> q :: Queue -> ToDevice(0);
       FromDevice(1) -> [2] i; Idle -> StaticSwitch(7) -> [1] i; i [2] -> [1] q2 :: ARPQuerier -> q; FromDevice(2) -> q2;
       Script(read i.x)`,
    );
    expect(result.text.filter((line) => /\bi\b/.test(line))).toEqual([
      'i :: Idle;',
      'Script@13 :: Script(read i.x);',
      'FromDevice@1 -> i;',
      'FromDevice@8 -> [1] i;',
      'i -> [1] q2;',
    ]);
    expect(result.changes.filter((change) => change.startsWith('changed'))).toEqual([]);
  });

  it('leaves nothing of a configuration that does nothing', () => {
    expect(clean('Idle -> Counter -> Idle;').text).toEqual(['']);
  });
});

/** Sequences of elements that packets can meet from a source to a sink, without those that only hand on. */
function journeys(router: Router): Set<string> {
  const found = new Set<string>();
  const skip = new Set(['Null', 'Tee']);
  const walk = (element: number, met: string[], seen: Set<number>) => {
    const { className, name } = router.elements[element]!;
    if (className === 'Idle') return;
    const now = skip.has(className) ? met : [...met, name];
    const outs = router.connections.filter(({ from }) => from === element);
    if (className === 'Discard' || className === 'ToDevice') found.add(now.join(' '));
    seen.add(element);
    for (const { to } of outs) if (!seen.has(to)) walk(to, now, seen);
    seen.delete(element);
  };
  router.elements.forEach(({ className }, i) => {
    if (className === 'FromDevice') walk(i, [], new Set());
  });
  return found;
}

/** Routers of one-input, one-output elements, Tees without gaps, sources and sinks. */
const arbitraryLiving: fc.Arbitrary<Router> = arbitraryRouter.map((router) => {
  const elements = router.elements.map((element, i) => {
    const isSource = !router.connections.some(({ to }) => to === i);
    const isSink = !router.connections.some(({ from }) => from === i);
    const ends = isSource ? ['FromDevice', 'Idle'] : isSink ? ['Discard', 'Idle'] : undefined;
    const inside = { Discard: 'Counter', Script: 'Counter' }[element.className] ?? element.className;
    return { ...element, className: ends?.[i % 2] ?? inside, config: '' };
  });
  const used = elements.map(() => 0);
  const connections = router.connections.map((each) => {
    const fromPort = elements[each.from]!.className === 'Tee' ? used[each.from]!++ : 0;
    return { ...each, fromPort, toPort: 0 };
  });
  return { ...router, elements, connections: sorted(connections) };
});

describe('removeDead, whatever the router', () => {
  it('counts a connection that is given twice as one', () => {
    const router = read('FromDevice(0) -> n :: Null -> Discard;', traits);
    const doubled = { ...router, connections: sorted([...router.connections, ...router.connections]) };
    expect(removeDead(doubled, options)).toEqual(removeDead(router, options));
  });

  it('is done after one run, and keeps every way that packets can take', () => {
    fc.assert(
      fc.property(arbitraryLiving, (router) => {
        const once = removeDead(router, options);
        expect(journeys(once.router)).toEqual(journeys(router));
        const twice = removeDead(once.router, options);
        expect(twice.changes).toEqual([]);
        expect(substance(twice.router)).toEqual(substance(once.router));
      }),
      { numRuns: 500 },
    );
  });

  it('leaves no port in the middle without a connection', () => {
    fc.assert(
      fc.property(arbitraryLiving, (router) => {
        const { router: after } = removeDead(router, options);
        for (const [i, element] of after.elements.entries()) {
          if (element.className === 'Tee') continue;
          const before = router.elements.findIndex(({ name }) => name === element.name);
          const used = (r: Router, at: number) =>
            new Set(r.connections.filter(({ from }) => from === at).map(({ fromPort }) => fromPort));
          if (before >= 0 && element.className !== 'Idle')
            expect(used(after, i)).toEqual(used(router, before));
        }
      }),
    );
  });

  it('takes a row of more elements than a call has room for', () => {
    const router = read(`Idle -> ${'Null -> '.repeat(130_000)}Discard;`);
    expect(removeDead(router, options).router.elements.length).toBeLessThan(2);
  });
});
