import { AGNOSTIC, atPort, readClassPorts } from '../router/class-ports.ts';
import type { Router } from '../router/index.ts';
import type { TraitsLookup } from '../router/traits.ts';
import type { Graph, GraphCompound, GraphElement, GraphPort } from './model.ts';

/** The kind of each connection of a router, by index, and how many ports its elements have. */
export interface CheckedRouter extends Router {
  ninputs: ArrayLike<number>;
  noutputs: ArrayLike<number>;
  isPull: ArrayLike<number | boolean>;
}

/** What there is to draw of a router without errors. */
export function graphOf(router: CheckedRouter, traits: TraitsLookup): Graph {
  const elements = router.elements.map(({ name, className, config, declaredIn }, i): GraphElement => {
    const codes = readClassPorts(traits(className)!);
    const compound = declaredIn && enclosing(name);
    return {
      name,
      class: className,
      config,
      ...(compound === undefined ? {} : { compound }),
      inputs: ports(router.ninputs[i]!, codes.inputKinds),
      outputs: ports(router.noutputs[i]!, codes.outputKinds),
    };
  });
  const connections = router.connections.map(({ from, fromPort, to, toPort }, i) => {
    const kind = router.isPull[i] ? ('pull' as const) : ('push' as const);
    elements[from]!.outputs[fromPort]!.kind = elements[to]!.inputs[toPort]!.kind = kind;
    return { from, fromPort, to, toPort, kind };
  });
  return { elements, connections, compounds: compoundsOf(elements) };
}

function ports(count: number, kinds: number[]): GraphPort[] {
  return Array.from({ length: count }, (_, i) => ({ kind: 'push', agnostic: atPort(kinds, i) === AGNOSTIC }));
}

/** `a/b` for `a/b/c`. */
function enclosing(name: string): string | undefined {
  const end = name.lastIndexOf('/');
  return end < 0 ? undefined : name.substring(0, end);
}

/** All compounds that hold an element or a compound that does, each after the one around it. */
function compoundsOf(elements: GraphElement[]): GraphCompound[] {
  const found = new Map<string, GraphCompound>();
  const add = (name: string | undefined) => {
    if (name === undefined || found.has(name)) return;
    const compound = enclosing(name);
    add(compound);
    found.set(name, { name, ...(compound === undefined ? {} : { compound }) });
  };
  for (const { compound } of elements) add(compound);
  return [...found.values()];
}
