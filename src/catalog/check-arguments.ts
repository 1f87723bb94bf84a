import type { Diagnostic } from '../click-config-parser/index.ts';
import type { Router, RouterElement } from '../router/router.ts';
import { ElementIndex } from './arguments/element.ts';
import type { Value } from './arguments/value.ts';
import { lookup } from './catalog.ts';
import { ElementCheck } from './element-check.ts';
import { collectNames } from './info-elements.ts';
import type { Target } from './spec.ts';

/** An element's values by argument name: what was written, else the default. Absent: not given. */
export type ArgumentValues = ReadonlyMap<string, Value>;

export interface CheckedArguments {
  diagnostics: Diagnostic[];
  /** By element; undefined where an argument is wrong or the class's arguments are not known. */
  values: (ArgumentValues | undefined)[];
}

/** Reads the arguments of all elements of a flat router. Classes whose arguments are not known pass. */
export function checkArguments(router: Router, target: Target): CheckedArguments {
  const names = collectNames(router, target);
  const elements = new ElementIndex(router);
  const outputs = usedOutputs(router);
  const diagnostics: Diagnostic[] = [];
  const values = router.elements.map((element, index) => {
    const spec = lookup(element.className, target);
    if (spec?.arguments === undefined) return undefined;
    const used = Math.max(outputs[index]!, fewestOutputs(spec.ports));
    const shared = { router, elements, names, target };
    return new ElementCheck(element, spec, used, shared, diagnostics).run();
  });
  return { diagnostics, values };
}

/** For each element the number of its highest connected output, plus one. */
function usedOutputs(router: Router): number[] {
  const used = router.elements.map(() => 0);
  for (const { from, fromPort } of router.connections) used[from] = Math.max(used[from]!, fromPort + 1);
  return used;
}

function fewestOutputs(ports: string): number {
  const outputs = ports.split('/')[1] ?? ports;
  return Number(/^\d*/.exec(outputs)![0]);
}

/** Where in a router arguments are read. */
export interface Shared {
  router: Router;
  elements: ElementIndex;
  names: ReturnType<typeof collectNames>;
  target: Target;
}

export type { RouterElement };
