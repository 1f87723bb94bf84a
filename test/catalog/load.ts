import { type ArgumentValues, checkArguments, type Target, type Value } from '../../src/catalog/index.ts';
import { type Diagnostic, parse } from '../../src/click-config-parser/index.ts';
import { elaborate, type Router } from '../../src/router/index.ts';

export interface Loaded {
  router: Router;
  diagnostics: Diagnostic[];
  /** `severity at "marked text": message`, in order. */
  findings: string[];
  /** By element name. */
  values: Map<string, ArgumentValues | undefined>;
}

/** Reads the arguments of a configuration. */
export function load(source: string, target: Target = 'click'): Loaded {
  const traits = () => undefined;
  const { tree } = parse(source, 'test.click');
  const { router } = elaborate(tree, { traits, readFile: () => undefined });
  const { diagnostics, values } = checkArguments(router, target);
  const findings = diagnostics.map(({ severity, span, message }) => {
    return `${severity} at "${source.substring(span!.start, span!.end)}": ${message}`;
  });
  const named = router.elements.map(({ name }, index) => [name, values[index]] as const);
  return { router, diagnostics, findings, values: new Map(named) };
}

/** The values of element `x`; throws when something is wrong. */
export function valuesOf(source: string, target?: Target): Record<string, Value> {
  const { values, findings } = load(source, target);
  const found = values.get('x');
  if (!found) throw new Error(findings.join('\n'));
  return Object.fromEntries(found);
}

/** The one value of element `x` that is bytes. */
export function listOf(source: string, target?: Target): Uint8Array {
  const lists = Object.values(valuesOf(source, target)).filter((value) => value instanceof Uint8Array);
  if (lists.length !== 1) throw new Error(`there are ${lists.length} lists`);
  return lists[0]!;
}
