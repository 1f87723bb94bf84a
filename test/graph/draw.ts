import { traits } from '../../src/catalog/index.ts';
import { graphOf } from '../../src/graph/graph-of.ts';
import type { Graph } from '../../src/graph/model.ts';
import { loadRouter } from '../../src/router/index.ts';

/** The graph of a configuration without mistakes. */
export function graph(text: string): Graph {
  const { router, resolved, diagnostics } = loadRouter(text, 'test.click', { traits: traits('click') });
  if (diagnostics.length > 0) throw new Error(diagnostics[0]!.message);
  const checked = {
    ...router,
    ninputs: resolved.map(({ ninputs }) => ninputs),
    noutputs: resolved.map(({ noutputs }) => noutputs),
    isPull: router.connections.map(({ from, fromPort }) => resolved[from]!.outputs[fromPort] === 'pull'),
  };
  return graphOf(checked, traits('click'));
}

export const ROUTER = `
elementclass Shape { $rate | input -> q :: Queue(200) -> s :: Shaper($rate) -> output; }
Idle -> c :: Classifier(12/0806 20/0001, 12/0800, -);
c [0] -> ARPResponder(10.0.0.1/32 00:16:3e:00:00:01) -> out :: Shape(1000);
c [1] -> Strip(14) -> { input -> MarkIPHeader -> inner :: { input -> Paint(1) -> output } -> output } -> out;
c [2] -> Print("<odd> & \\"wrong\\"") -> Discard;
out -> ToDump(x.pcap);
`;
