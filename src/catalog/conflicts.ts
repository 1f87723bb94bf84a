import { ROUTE_SIZE } from './arguments/ip-routes.ts';
import type { Value } from './arguments/value.ts';
import type { Assigned, Assignment } from './assign.ts';
import type { ArgumentValues, Surroundings } from './check-arguments.ts';
import { type ArgumentSpec, type ElementSpec, isRuntime } from './spec.ts';

/** For how many routes more there is room where an element says nothing of it. */
const MORE_ROUTES = 256;

interface Conflict {
  /** Where it is told; undefined: nowhere in particular. */
  given: Assigned | undefined;
  message: string;
}

/** What is wrong with arguments that are each right in themselves: with one another, or with the connections. */
export function conflicts(
  spec: ElementSpec,
  { byName }: Assignment,
  values: ArgumentValues,
  { outputs, target }: Surroundings,
): Conflict[] {
  const found: Conflict[] = [];
  spec.arguments!.forEach((argument) => {
    const { equals, below, at_least, not_with, room_for } = argument;
    // Most have none of these.
    if (!(equals || below || at_least || not_with || room_for)) return;
    const given = byName.get(argument.name);
    const tell = (messages: string[]) => {
      for (const message of messages) found.push({ given, message });
    };
    if (given && equals) tell(countConflict(spec, argument, values, outputs));
    if (given) tell(orderConflict(spec, argument, values, outputs));
    if (given && not_with) tell(exclusions(argument, byName, values));
    if (room_for && isRuntime(target)) tell(roomConflict(spec, argument, values));
  });
  return found;
}

function countConflict(spec: ElementSpec, argument: ArgumentSpec, values: ArgumentValues, outputs: number) {
  const { name } = argument;
  if (!values.has(name) || values.get(name) === outputs) return [];
  return [`${labelOf(argument, spec)} is not the number of outputs in use, ${outputs}`];
}

function orderConflict(
  spec: ElementSpec,
  argument: ArgumentSpec,
  values: ArgumentValues,
  outputs: number,
): string[] {
  const { below, at_least } = argument;
  const other = below ?? at_least;
  if (other === undefined) return [];
  const value = values.get(argument.name);
  const bound = other === 'outputs' ? outputs : values.get(other);
  if (!isNumber(value) || !isNumber(bound)) return [];
  if (below === undefined ? value >= bound : value < bound) return [];
  const relation = below === undefined ? `at least ${other}` : `less than ${other}`;
  return [`${labelOf(argument, spec)} must be ${relation}, ${bound}`];
}

function exclusions(
  { name, type, not_with: others = [] }: ArgumentSpec,
  byName: Assignment['byName'],
  values: ArgumentValues,
): string[] {
  const isOff = (type === 'bool' || type === 'choice') && values.get(name) === 0;
  if (isOff) return [];
  return [others]
    .flat()
    .filter((other) => byName.has(other) && values.get(other) !== 0)
    .map((other) => `${name} and ${other} exclude each other`);
}

/** With 0 places there are as many as routes are given, and some more. */
function roomConflict(spec: ElementSpec, argument: ArgumentSpec, values: ArgumentValues): string[] {
  const [places, list] = [values.get(argument.name), values.get(argument.room_for!)];
  if (typeof places !== 'number' || !(list instanceof Uint8Array)) return [];
  const { max = Number.POSITIVE_INFINITY } = argument;
  const routes = list.length / ROUTE_SIZE;
  if (places === 0 && routes + MORE_ROUTES > max)
    return [
      routes > max
        ? `${spec.class} has room for ${max} routes, and ${routes} are given`
        : `${spec.class} has room for ${max} routes, not for the ${routes} given and ${MORE_ROUTES} more: say how many with ${argument.name}`,
    ];
  if (places === 0 || places >= routes) return [];
  return [`${labelOf(argument, spec)} must be at least the number of routes, ${routes}`];
}

function isNumber(value: Value | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

export function labelOf({ name }: ArgumentSpec, spec: ElementSpec): string {
  return `argument ${name.replace('*', '')} of ${spec.class}`;
}
