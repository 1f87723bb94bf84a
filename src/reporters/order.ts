import type { Diagnostic, Severity } from '../click-config-parser/index.ts';

/** Diagnostics ordered by file, as the files first come up, and by place; those without a place stay in front. */
export function byPlace(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const rank = new Map<string | undefined, number>([[undefined, -1]]);
  for (const { span } of diagnostics) if (!rank.has(span?.file)) rank.set(span?.file, rank.size);
  return [...diagnostics].sort((a, b) => {
    const byFile = rank.get(a.span?.file)! - rank.get(b.span?.file)!;
    return byFile || (a.span?.start ?? 0) - (b.span?.start ?? 0);
  });
}

export function countBySeverity(diagnostics: readonly Diagnostic[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, note: 0 };
  for (const { severity } of diagnostics) counts[severity]++;
  return counts;
}
