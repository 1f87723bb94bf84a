import type { Target } from '../catalog/index.ts';
import type { Router } from '../router/index.ts';
import type { Change } from '../router/passes/change.ts';

interface FlatTextOptions {
  target: Target;
  minify?: boolean;
  removeDead?: boolean;
}

/** The text of a router, latin1, as `target` reads it; minified, it has other names. */
export async function flatText(given: Router, { target, minify, removeDead }: FlatTextOptions) {
  const [passes, { elaborate, flatten }, { parse }, { lookup, lookupAnywhere }] = await Promise.all([
    import('../router/passes/index.ts'),
    import('../router/index.ts'),
    import('../click-config-parser/index.ts'),
    import('../catalog/index.ts'),
  ]);
  const traits = (name: string) => lookup(name, target) ?? lookupAnywhere(name);
  const argumentsOf = (name: string) => traits(name)?.arguments;
  const changes: Change[] = [];
  let router = given;
  if (removeDead) {
    const cleaned = passes.removeDead(router, { traits, argumentsOf });
    changes.push(...cleaned.changes);
    router = cleaned.router;
  }
  if (minify)
    router = passes.minify(router, { argumentsOf, isClass: (name) => lookupAnywhere(name) !== undefined });
  const text = minify ? `${passes.compact(router)}\n` : flatten(router);
  // Text that would be read as another router is worse than none.
  const again = elaborate(parse(text, '').tree, { traits, hasPackage: () => true }).router;
  if (!passes.isSameRouter(router, again))
    throw new Error('the flat configuration reads back as another router');
  return { router, changes, text };
}
