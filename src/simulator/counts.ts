import type { Plan, PlanConnection } from '../plan/index.ts';
import type { Exports } from './machine.ts';

/** A connection and the packets that crossed it. */
export interface Connection extends PlanConnection {
  packets: number;
}

/** Packets by element. */
export interface ElementCount {
  name: string;
  className: string;
  /** Packets that came in and went out, by port. */
  inputs: number[];
  outputs: number[];
}

export function readConnections(plan: Plan, exports: Exports): Connection[] {
  return plan.connections.map((connection) => {
    const { from, fromPort, to, toPort, pull } = connection;
    const packets = pull ? exports.pulled(to, toPort) : exports.pushed(from, fromPort);
    return { ...connection, packets };
  });
}

/** Adds connections up by the ports of each element. */
export function countByElement(plan: Plan, connections: readonly Connection[]): ElementCount[] {
  const counts = plan.elements.map(({ name, className, ninputs, noutputs }) => ({
    name,
    className,
    inputs: new Array<number>(ninputs).fill(0),
    outputs: new Array<number>(noutputs).fill(0),
  }));
  for (const { from, fromPort, to, toPort, packets } of connections) {
    counts[from]!.outputs[fromPort]! += packets;
    counts[to]!.inputs[toPort]! += packets;
  }
  return counts;
}
