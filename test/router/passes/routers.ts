import fc from 'fast-check';
import { parse } from '../../../src/click-config-parser/index.ts';
import { elaborate } from '../../../src/router/elaborate.ts';
import type { Connection, Router } from '../../../src/router/router.ts';
import type { Traits } from '../../../src/router/traits.ts';

const ANY: Traits = { ports: '-/-', processing: 'a/a', flow: 'x/x' };

/** Every word that looks like a class of Click is one. */
export function anyTraits(className: string): Traits | undefined {
  return /^[A-Z][A-Za-z]{2,}$/.test(className) ? ANY : undefined;
}

/** The flat router of a text without mistakes. */
export function read(text: string, traits: (className: string) => Traits | undefined = anyTraits): Router {
  const { tree, diagnostics } = parse(text, 'test.click');
  const result = elaborate(tree, { traits });
  const all = [...diagnostics, ...result.diagnostics];
  if (all.length > 0) throw new Error(`${all[0]!.code} ${all[0]!.message} in ${text}`);
  return result.router;
}

/** What makes two routers the same: all but where they were written. */
export function substance({ elements, connections, requirements }: Router) {
  return {
    elements: elements.map(({ name, className, config }) => ({ name, className, config })),
    connections: sorted(connections).map(({ from, fromPort, to, toPort }) => [from, fromPort, to, toPort]),
    requirements,
  };
}

/** In the order in which elaboration gives connections. */
export function sorted(connections: Connection[]): Connection[] {
  return [...connections].sort(
    (a, b) => a.to - b.to || a.toPort - b.toPort || a.from - b.from || a.fromPort - b.fromPort,
  );
}

const span = { file: 'test.click', start: 0, end: 0 };

const arbitraryName = fc.oneof(
  fc.stringMatching(/^[a-z]{1,2}(\/[a-z]{1,2})?$/),
  fc.constantFrom('Queue@1', 'Queue@2', 'Null@3', 'x/Null@1', 'a/Null@2', 'Counter@2'),
);

const arbitraryElement = fc.record({
  name: arbitraryName,
  className: fc.constantFrom('Queue', 'Null', 'Counter', 'Script', 'Idle', 'Tee', 'Discard'),
  config: fc.constantFrom(
    '',
    '1',
    'a',
    'b, c',
    'x/a.count',
    '"q"  , /* no */ 2',
    'a,',
    ',',
    'a,,b',
    "'//' x",
  ),
});

/** Routers of a few elements, connected at random: more than one to a port, in rings, to themselves. */
export const arbitraryRouter: fc.Arbitrary<Router> = fc
  .uniqueArray(arbitraryElement, { maxLength: 9, selector: ({ name }) => name })
  .chain((elements) => {
    const index = fc.nat(Math.max(elements.length - 1, 0));
    const port = fc.nat(2);
    const connection = fc.record({ from: index, fromPort: port, to: index, toPort: port });
    const connections = fc.uniqueArray(connection, {
      maxLength: elements.length === 0 ? 0 : 14,
      selector: ({ from, fromPort, to, toPort }) => `${from} ${fromPort} ${to} ${toPort}`,
    });
    return connections.map((list) => ({
      elements: elements.map((element) => ({ ...element, span })),
      connections: sorted(list.map((each) => ({ ...each, span }))),
      requirements: [],
      sources: new Map<string, string>(),
    }));
  });
