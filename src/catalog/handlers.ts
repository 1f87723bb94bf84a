import { lookupAnywhere } from './catalog.ts';

/** Those of every element, and those of the router itself, in a guest. */
const COMMON = { read: /^(class|name|config|ports|handlers)$/, write: /^config$/ };
const ROUTERS = {
  read: /^(version|list|classes|config|flatconfig|requirements|handlers|digest|memory)$/,
  write: /^stop$/,
};

export type Access = 'read' | 'write';

/** Whether the router has the handler in a guest: one that no element's name stands before. */
export function routerHasHandler(name: string, access: Access): boolean {
  return ROUTERS[access].test(name);
}

/** Whether elements of a class of our runtime have the handler in a guest, if they use so many ports. */
export function hasHandler(className: string, name: string, access: Access): boolean {
  if (COMMON[access].test(name)) return true;
  const handlers = lookupAnywhere(className)?.handlers ?? [];
  return handlers.some((each) => {
    if (each.per ? name.replace(/\d+$/, '') !== each.name : name !== each.name) return false;
    const handler = handlers.find((other) => other.name === each.same_as) ?? each;
    if (!(handler.access ?? 'read').includes(access)) return false;
    return handler.image !== false && !(handler.image === 'read' && access === 'write');
  });
}
