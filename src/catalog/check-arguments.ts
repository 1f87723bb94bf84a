import type { Diagnostic } from '../click-config-parser/index.ts';
import type { Router, RouterElement } from '../router/router.ts';
import { Elements } from './arguments/element.ts';
import type { Value } from './arguments/value.ts';
import { lookup } from './catalog.ts';
import { ElementCheck } from './element-check.ts';
import { Findings } from './findings.ts';
import { collectNames } from './info-elements.ts';
import type { Names } from './names.ts';
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
  const { inputs, outputs, elements, names } = lookAround(router, target);
  const findings = new Findings();
  const anywhere = new Map<string, ArgumentValues>();
  const values = router.elements.map((element, index) => {
    const key = `${inputs[index]} ${outputs[index]} ${element.className} ${element.config}`;
    const before = anywhere.get(key);
    if (before) return before;
    const spec = lookup(element.className, target);
    if (spec?.arguments === undefined) return undefined;
    const ports = countPorts(spec.ports, inputs[index]!, outputs[index]!);
    const [found, asked] = [findings.count, elements.asked + names.asked];
    const surroundings = { router, elements, names, target, ...ports };
    const made = new ElementCheck(element, spec, surroundings, findings).run();
    // What names mean depends on where an element stands, and findings tell it.
    if (made && found === findings.count && asked === elements.asked + names.asked) anywhere.set(key, made);
    return made;
  });
  return { diagnostics: findings.list(), values };
}

/** The same for one element alone, of a class whose arguments are known. */
export function checkElementArguments(router: Router, index: number, target: Target): CheckedArguments {
  const { inputs, outputs, elements, names } = lookAround(router, target);
  const findings = new Findings();
  const element = router.elements[index]!;
  const spec = lookup(element.className, target)!;
  const ports = countPorts(spec.ports, inputs[index]!, outputs[index]!);
  const surroundings = { router, elements, names, target, ...ports };
  const values = [new ElementCheck(element, spec, surroundings, findings).run()];
  return { diagnostics: findings.list(), values };
}

/** What AddressInfo says that a name means outside of all compounds: 4 bytes, 8 with the mask, 6. */
export function resolveName(
  router: Router,
  target: Target,
): (kind: 'ip' | 'ip-prefix' | 'ethernet', name: string) => Uint8Array | undefined {
  const { names } = lookAround(router, target);
  return (kind, name) => {
    if (kind === 'ethernet') return names.ethernet(name, '');
    const address = names.address(name, '');
    if (kind === 'ip') return address;
    return names.prefix(name, '') ?? (address && Uint8Array.of(...address, 255, 255, 255, 255));
  };
}

function lookAround(router: Router, target: Target) {
  const { inputs, outputs } = usedPorts(router);
  const elements = new Elements(router, outputs);
  return { inputs, outputs, elements, names: collectNames(router, elements, target) };
}

/** For each element the number of its highest connected port on a side, plus one. */
function usedPorts({ elements, connections }: Router): { inputs: number[]; outputs: number[] } {
  const inputs = elements.map(() => 0);
  const outputs = inputs.slice();
  for (let index = 0; index < connections.length; index++) {
    const { from, fromPort, to, toPort } = connections[index]!;
    if (outputs[from]! <= fromPort) outputs[from] = fromPort + 1;
    if (inputs[to]! <= toPort) inputs[to] = toPort + 1;
  }
  return { inputs, outputs };
}

/** Ports that a class has in any case count as used. */
function countPorts(ports: string, inputs: number, outputs: number): { inputs: number; outputs: number } {
  const [first = '', second = first] = ports.split('/');
  return { inputs: Math.max(inputs, fewest(first)), outputs: Math.max(outputs, fewest(second)) };
}

/** 1 of `1-2`, 0 of `-`. */
function fewest(range: string): number {
  return Math.max(0, Number.parseInt(range, 10) || 0);
}

/** Where in a router an element's arguments are read. */
export interface Surroundings {
  router: Router;
  elements: Elements;
  names: Names;
  target: Target;
  inputs: number;
  outputs: number;
}

export type { RouterElement };
