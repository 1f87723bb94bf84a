import { checkArguments, checkStart, missingClasses, type Target, traits } from '../../src/catalog/index.ts';
import { loadRouter } from '../../src/router/index.ts';

/** `code message` of all errors of a configuration, whatever finds them. */
export function findings(source: string, target: Target): string[] {
  const { router, resolved, diagnostics } = loadRouter(source, 'test.click', { traits: traits(target) });
  const { diagnostics: wrong, values } = checkArguments(router, target);
  const start = checkStart(router, resolved, values, target);
  const all = [...diagnostics, ...missingClasses(router, target), ...wrong, ...start];
  return all.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`);
}
