import type { SimulationResult } from '../simulator/simulate.ts';
import type { System } from '../system/system.ts';
import { writeFileAtomically } from '../system/write-file.ts';
import { EXIT } from './exit-code.ts';
import { failure } from './failure.ts';
import { Stop } from './outcome.ts';
import type { Simulated } from './simulated.ts';

/** Draws the configuration with the packets that crossed each connection. */
export async function drawCounts(
  system: System,
  output: string,
  { name, router }: Simulated,
  { connections }: SimulationResult,
): Promise<void> {
  if (!router) {
    const message = '--graph draws configurations, not images';
    throw new Stop(
      failure(EXIT.usage, { code: 'CF8001', message, hint: '`clickforge extract` gives the configuration' }),
    );
  }
  const [{ graphOf }, { layout }, { toSvg }, { lookup }] = await Promise.all([
    import('../graph/graph-of.ts'),
    import('../graph/layout.ts'),
    import('../graph/svg.ts'),
    import('../catalog/index.ts'),
  ]);
  const graph = graphOf(router, (name) => lookup(name, 'simulator'));
  const packets = new Map(connections.map((each) => [key(each), each.packets]));
  for (const connection of graph.connections) connection.packets = packets.get(key(connection)) ?? 0;
  const text = toSvg(graph, await layout(graph), name);
  writeFileAtomically(system, output, Buffer.from(text));
}

interface Ends {
  from: number;
  fromPort: number;
  to: number;
  toPort: number;
}

function key({ from, fromPort, to, toPort }: Ends): string {
  return `${from} ${fromPort} ${to} ${toPort}`;
}
