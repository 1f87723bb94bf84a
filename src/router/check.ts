import { argumentTexts, type Diagnostic, shiftWord, unquote } from '../click-config-parser/index.ts';
import { type ClassPorts, PULL, readClassPorts, readFlow } from './class-ports.ts';
import { countPorts, type PortCounts } from './port-counts.ts';
import { buildPortGraph } from './port-graph.ts';
import { checkPortUse } from './port-use.ts';
import { resolveProcessing } from './processing.ts';
import type { Router } from './router.ts';
import type { TraitsLookup } from './traits.ts';

export type PortKind = 'push' | 'pull';

/** An element's ports as they are once everything is connected. */
export interface ResolvedElement {
  ninputs: number;
  noutputs: number;
  inputs: readonly PortKind[];
  outputs: readonly PortKind[];
}

export interface CheckResult {
  /** One entry an element, in the router's order; meaningful when there are no errors. */
  resolved: ResolvedElement[];
  diagnostics: Diagnostic[];
}

/** Findings beyond this number help nobody. */
const MAX_DIAGNOSTICS = 1000;

/** Checks port counts, push and pull, reuse of ports and unused ports; settles the kind of every port. */
export function check(router: Router, traits: TraitsLookup): CheckResult {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic) => {
    if (diagnostics.length < MAX_DIAGNOSTICS) diagnostics.push(diagnostic);
  };
  const classes = applyFlowInfo(router, readClasses(router, traits, report), report);
  const counts = countPorts(router, classes, report);
  if (counts === undefined) return { resolved: [], diagnostics };
  const graph = buildPortGraph(router, classes, counts);
  const kinds = resolveProcessing(router, graph, report);
  checkPortUse(router, counts, kinds, report);
  return { resolved: resolvedElements(router, counts, kinds), diagnostics };
}

/** The port codes of each element's class; undefined for a class that does not exist, which is not checked. */
function readClasses(router: Router, traits: TraitsLookup, report: (d: Diagnostic) => void) {
  const known = new Map<string, ClassPorts | undefined>();
  return router.elements.map(({ className, span }) => {
    if (known.has(className)) return known.get(className);
    let ports: ClassPorts | undefined;
    try {
      const found = traits(className);
      ports = found && readClassPorts(found);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      report({ code: 'CF3005', severity: 'error', message: `class '${className}': ${error.message}`, span });
    }
    known.set(className, ports);
    return ports;
  });
}

/** `FlowInfo(NAME CODE, ...)` gives named elements another flow code than that of their class. */
function applyFlowInfo(router: Router, classes: (ClassPorts | undefined)[], report: (d: Diagnostic) => void) {
  const infos = router.elements.filter(({ className }) => className === 'FlowInfo');
  if (infos.length === 0) return classes;
  const index = new Map(router.elements.map(({ name }, i) => [name, i]));
  for (const { name: info, config, span } of infos) {
    for (const argument of argumentTexts(config)) {
      const [name, code] = shiftWord(argument);
      const i = findNear(index, info, name);
      const ports = i === undefined ? undefined : classes[i];
      if (i === undefined || ports === undefined) continue;
      try {
        const [inputFlow, outputFlow] = readFlow(unquote(code));
        classes[i] = { ...ports, inputFlow, outputFlow };
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        report({
          code: 'CF3005',
          severity: 'error',
          message: `FlowInfo of '${name}': ${error.message}`,
          span,
        });
      }
    }
  }
  return classes;
}

/** The element that `name` means to the element `from`: in its own compound first, then in those around it. */
function findNear(index: ReadonlyMap<string, number>, from: string, name: string): number | undefined {
  for (let prefix = from; prefix !== ''; ) {
    prefix = prefix.substring(0, prefix.lastIndexOf('/', prefix.length - 2) + 1);
    const found = index.get(prefix + name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function resolvedElements(router: Router, counts: PortCounts, kinds: Uint8Array): ResolvedElement[] {
  const { inputStart, outputStart, ninputs, noutputs } = counts;
  const first = inputStart[router.elements.length]!;
  return router.elements.map((_, e) => ({
    ninputs: ninputs[e]!,
    noutputs: noutputs[e]!,
    inputs: portKinds(kinds, inputStart[e]!, inputStart[e + 1]!),
    outputs: portKinds(kinds, first + outputStart[e]!, first + outputStart[e + 1]!),
  }));
}

const NONE: readonly PortKind[] = [];
const ONE_PUSH: readonly PortKind[] = ['push'];
const ONE_PULL: readonly PortKind[] = ['pull'];

/** Most elements have one port on a side, and share its list. */
function portKinds(kinds: Uint8Array, from: number, to: number): readonly PortKind[] {
  if (from === to) return NONE;
  if (to - from === 1) return kinds[from] === PULL ? ONE_PULL : ONE_PUSH;
  return Array.from(kinds.subarray(from, to), (kind): PortKind => (kind === PULL ? 'pull' : 'push'));
}
