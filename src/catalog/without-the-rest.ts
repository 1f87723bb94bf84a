import type { Diagnostic } from '../click-config-parser/index.ts';

/** A configuration string without end takes the rest of the file: what is wrong with it as an argument says nothing. */
export function withoutTheRest(diagnostics: Diagnostic[]): Diagnostic[] {
  const open = diagnostics.find(({ code, message }) => code === 'CF1002' && message === "expected ')'");
  const from = open?.notes?.[0]?.span;
  if (from === undefined) return diagnostics;
  return diagnostics.filter(
    ({ code, span }) => !code.startsWith('CF4') || span?.file !== from.file || span.start < from.end,
  );
}
