import { atPort, type ClassPorts, flows } from '../class-ports.ts';
import type { Router } from '../router.ts';
import type { Reference } from './references.ts';

/** A router, and what is known of its classes and connections. */
export interface Ways {
  router: Router;
  /** The port codes of each element's class. */
  classes: (ClassPorts | undefined)[];
  /** By connection: 1 where it is or may be pull. */
  isPull: ArrayLike<number>;
  references: Reference[];
}

/** Connections by one of their ports. */
export type PortLinks = Map<number, number[]>;

export function append(links: PortLinks, port: number, connection: number): void {
  const list = links.get(port);
  if (list) list.push(connection);
  else links.set(port, [connection]);
}

/** Of ports in use those that make a difference. */
export function someOf(ports: ClassPorts, used: Iterable<number>): number[] {
  return isUniform(ports) ? [...used].slice(0, 1) : [...used];
}

/** Whether packets get from an input of a class to an output. */
export function passes(ports: ClassPorts | undefined, input: number, output: number): boolean {
  if (ports === undefined) return true;
  return flows(atPort(ports.inputFlow, input)!, input, atPort(ports.outputFlow, output)!, output);
}

/** Whether every input of a class leads to the same outputs. */
export function isUniform(ports: ClassPorts | undefined): boolean {
  if (ports === undefined) return true;
  const codes = [...ports.inputFlow, ...ports.outputFlow];
  return codes.length === 2 && codes.every(({ hash }) => hash === '');
}
