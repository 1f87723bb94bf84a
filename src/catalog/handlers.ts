import { lookupAnywhere, manualAnywhere } from './catalog.ts';
import type { Target } from './spec.ts';

/** Those of every element, and those of the router itself, in a guest. */
const COMMON = /^(class|name|config|ports|handlers)$/;
const ROUTERS = {
  read: /^(version|list|classes|config|flatconfig|requirements|handlers|digest|memory)$/,
  write: /^stop$/,
};

export type Access = 'read' | 'write';

/** Whether the router has the handler in a guest: one that no element's name stands before. */
export function routerHasHandler(name: string, access: Access): boolean {
  return ROUTERS[access].test(name);
}

/**
 * Whether elements of a class of our runtime have the handler in a guest, if they use so many ports. Only the simulator
 * can read what is written to config.
 */
export function hasHandler(
  className: string,
  name: string,
  access: Access,
  target: Target = 'clickforge',
): boolean {
  if (access === 'read' && COMMON.test(name)) return true;
  if (name === 'config') return target === 'simulator' && lookupAnywhere(className)?.live === true;
  const handlers = manualAnywhere(className)?.handlers ?? [];
  return handlers.some((each) => {
    if (each.per ? name.replace(/\d+$/, '') !== each.name : name !== each.name) return false;
    const handler = handlers.find((other) => other.name === each.same_as) ?? each;
    if (!(handler.access ?? 'read').includes(access)) return false;
    return handler.image !== false && !(handler.image === 'read' && access === 'write');
  });
}
