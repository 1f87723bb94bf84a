import { check } from '../check.ts';
import { type ClassPorts, readClassPorts } from '../class-ports.ts';
import type { Router } from '../router.ts';
import type { TraitsLookup } from '../traits.ts';
import { bypass } from './bypass.ts';
import type { Change, PassResult } from './change.ts';
import { dropDead } from './drop-dead.ts';
import { narrow } from './narrow.ts';
import { type ArgumentsLookup, references } from './references.ts';

export interface RemoveDeadOptions {
  traits: TraitsLookup;
  argumentsOf: ArgumentsLookup;
}

/**
 * The router without what does no work: elements that no packet reaches or that lead nowhere, switches that never
 * switch, elements that only hand on, ports without use. What packets meet on their way stays the same otherwise.
 * A Discard counts as a place to go to, since what stands before it may count or print.
 */
export function removeDead(router: Router, { traits, argumentsOf }: RemoveDeadOptions): PassResult {
  const changes: Change[] = [];
  const known = new Map<string, ClassPorts | undefined>();
  // A connection that is given twice is one after the first pass, which is no change to tell of.
  const state = () => `${changes.length} ${router.connections.length}`;
  for (let before = ''; before !== state(); ) {
    before = state();
    for (const pass of [bypass, narrow, drop]) {
      const named = references(router, argumentsOf);
      const result = pass(router, new Set(named.map(({ to }) => to)));
      router = result.router;
      for (const each of result.changes) changes.push(each);
    }
  }
  return { router, changes };

  function drop(current: Router): PassResult {
    const classes = current.elements.map(({ className }) => {
      if (!known.has(className)) known.set(className, classPorts(traits, className));
      return known.get(className);
    });
    const { resolved } = check(current, traits);
    const isPull = current.connections.map(({ from, fromPort }) =>
      resolved[from]?.outputs[fromPort] === 'push' ? 0 : 1,
    );
    return dropDead({ router: current, classes, isPull, references: references(current, argumentsOf) });
  }
}

/** Undefined for a class without a description, or with one that cannot be read. */
function classPorts(traits: TraitsLookup, className: string): ClassPorts | undefined {
  const found = traits(className);
  try {
    return found && readClassPorts(found);
  } catch {
    return undefined;
  }
}
