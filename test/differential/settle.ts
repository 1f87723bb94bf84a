import {
  type ArgumentSpec,
  checkArguments,
  checkStart,
  type ElementSpec,
  traits,
} from '../../src/catalog/index.ts';
import { check, type Router } from '../../src/router/index.ts';
import type { Graph, GraphElement } from './graph.ts';
import type { Tape } from './tape.ts';
import { type Place, valueText } from './values.ts';

/** How often arguments that are refused are made anew. */
const TRIES = 20;

const SPAN = { file: '', start: 0, end: 0 };

/**
 * Gives the elements arguments that the checker takes. Undefined where the connections are wrong, or where an element
 * takes none of those that are tried, or could not start with any.
 */
export function settle(graph: Graph, tape: Tape): Graph | undefined {
  const { diagnostics, resolved } = check(routerOf(graph), traits('clickforge'));
  if (diagnostics.some(({ severity }) => severity === 'error')) return undefined;
  const fixed = new Set(graph.elements.filter(({ config }) => config !== ''));
  const write = (element: GraphElement, percent: number) => {
    if (!fixed.has(element)) element.config = configOf(graph, element, tape, percent);
  };
  for (const element of graph.elements) write(element, 30);
  for (let left = TRIES; left > 0; left--) {
    const router = routerOf(graph);
    const { values } = checkArguments(router, 'clickforge');
    const wrong = graph.elements.filter((_, i) => values[i] === undefined);
    if (wrong.length === 0)
      return checkStart(router, resolved, values, 'clickforge').length === 0 ? graph : undefined;
    // In the end arguments that need not be there only stand in the way.
    for (const element of wrong) write(element, left > TRIES / 2 ? 30 : 0);
  }
  return undefined;
}

function routerOf({ elements, links }: Graph): Router {
  return {
    elements: elements.map(({ name, spec, config }) => ({ name, className: spec.class, config, span: SPAN })),
    connections: links.map((link) => ({ ...link, span: SPAN })),
    requirements: [],
    sources: new Map(),
  };
}

/** Positional arguments up to a random one, and some keywords; each that may be absent is there in `percent` of cases. */
function configOf(
  { elements }: Graph,
  { spec, ninputs, noutputs }: GraphElement,
  tape: Tape,
  percent: number,
) {
  const place: Place = {
    ninputs,
    noutputs,
    names: (classes) =>
      elements.flatMap(({ name, spec }) =>
        classes === undefined || classes.includes(spec.class) ? [name] : [],
      ),
  };
  const given: ArgumentSpec[] = spec.arguments ?? [];
  const text = (argument: ArgumentSpec) => valueText(tape, argument, place);
  const positional = positionalOf(spec, given);
  const list: string[] = [];
  const needed = positional.findLastIndex(isNeeded);
  for (const [i, argument] of positional.entries()) {
    if (i > needed && !tape.chance(percent)) break;
    list.push(text(argument));
  }
  for (const argument of given)
    if (
      !positional.includes(argument) &&
      !argument.name.endsWith('*') &&
      (isNeeded(argument) || tape.chance(percent / 3))
    )
      list.push(`${argument.name} ${text(argument)}`);
  return list.filter((each) => each !== '').join(', ');
}

/** A source without a LIMIT would not come to an end. */
const isNeeded = ({ name, mandatory, rest, needed_without }: ArgumentSpec) =>
  mandatory || rest || needed_without !== undefined || name === 'LIMIT';

/** The arguments that stand without a keyword, in order. */
function positionalOf({ positional }: ElementSpec, given: ArgumentSpec[]): ArgumentSpec[] {
  const named = positional?.[0]?.map((name) => given.find((each) => each.name === name)!);
  const numbered = given.filter(({ position }) => position).sort((a, b) => a.position! - b.position!);
  return named ?? [...numbered, ...given.filter(({ rest, position }) => rest && !position)];
}
