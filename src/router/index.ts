import { type Diagnostic, parse } from '../click-config-parser/index.ts';
import { check, type ResolvedElement } from './check.ts';
import type { ElaborateOptions } from './context.ts';
import { elaborate } from './elaborate.ts';
import type { Router } from './router.ts';

export { type CheckResult, check, type PortKind, type ResolvedElement } from './check.ts';
export type { ElaborateOptions } from './context.ts';
export { type ElaborateResult, elaborate } from './elaborate.ts';
export { flatten } from './flatten.ts';
export type { Connection, Router, RouterElement } from './router.ts';
export type { Traits, TraitsLookup } from './traits.ts';

export interface LoadResult {
  router: Router;
  /** The ports of each element; empty when the checks were not reached. */
  resolved: ResolvedElement[];
  diagnostics: Diagnostic[];
}

/**
 * Reads a configuration as far as it makes sense: parses, elaborates and, if there are no errors so far, checks it.
 * @param source the text as latin1, a character a byte
 */
export function loadRouter(source: string, file: string, options: ElaborateOptions): LoadResult {
  const parsed = parse(source, file, options);
  const { router, diagnostics } = elaborate(parsed.tree, options);
  const found = inOrder([...parsed.diagnostics, ...diagnostics]);
  if (found.some(({ severity }) => severity === 'error')) return { router, resolved: [], diagnostics: found };
  const checked = check(router, options.traits);
  return { router, resolved: checked.resolved, diagnostics: inOrder([...found, ...checked.diagnostics]) };
}

/** Sorted by place; files stay in the order in which their first diagnostic came. */
function inOrder(diagnostics: Diagnostic[]): Diagnostic[] {
  if (diagnostics.length < 2) return diagnostics;
  const files = [...new Set(diagnostics.map(({ span }) => span?.file))];
  const rank = new Map(files.map((file, i) => [file, i]));
  return diagnostics.sort((a, b) => {
    const byFile = rank.get(a.span?.file)! - rank.get(b.span?.file)!;
    return byFile || (a.span?.start ?? 0) - (b.span?.start ?? 0);
  });
}
