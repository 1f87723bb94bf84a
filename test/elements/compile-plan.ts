import { checkArguments, checkStart, traits } from '../../src/catalog/index.ts';
import type { Diagnostic } from '../../src/click-config-parser/diagnostic.ts';
import { abi, compile } from '../../src/plan/index.ts';
import { loadRouter } from '../../src/router/index.ts';

/** The Plan for a configuration (latin1 text); throws with all messages when there are errors in it. */
export function compilePlan(
  source: string,
  file = 'config',
  definitions: Readonly<Record<string, string>> = {},
): Uint8Array {
  const options = { traits: traits('clickforge'), definitions };
  const { router, resolved, diagnostics } = loadRouter(source, file, options);
  refuseErrors(diagnostics);
  const checked = checkArguments(router, 'clickforge');
  refuseErrors(checked.diagnostics);
  const ports = {
    ninputs: resolved.map(({ ninputs }) => ninputs),
    noutputs: resolved.map(({ noutputs }) => noutputs),
    isPull: router.connections.map(({ from, fromPort }) => resolved[from]!.outputs[fromPort] === 'pull'),
  };
  refuseErrors(checkStart(router, resolved, checked.values, 'clickforge'));
  return compile({ ...router, ...ports }, checked.values, abi);
}

function refuseErrors(diagnostics: Diagnostic[]): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
}
