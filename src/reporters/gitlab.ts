import { createHash } from 'node:crypto';
import type { Diagnostic } from '../click-config-parser/index.ts';
import { textOf } from './github.ts';
import { reportJson } from './json.ts';

const SEVERITIES = { error: 'major', warning: 'minor', note: 'info' } as const;

/** An issue of GitLab's code quality report. */
export interface CodeQualityIssue {
  description: string;
  check_name: string;
  /** The same finding has the same one, wherever it moves in its file. */
  fingerprint: string;
  severity: (typeof SEVERITIES)[keyof typeof SEVERITIES];
  location: { path: string; lines: { begin: number } };
}

/**
 * Diagnostics as GitLab's code quality report. What has no place is told at the first line of `otherwise`.
 * @param sources file name to latin1 text
 */
export function reportGitlab(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  otherwise: string,
): CodeQualityIssue[] {
  const counts = new Map<string, number>();
  return reportJson(diagnostics, sources).map((each) => {
    const { code, severity, place } = each;
    const path = place?.file ?? otherwise;
    const same = JSON.stringify([code, path, each.message]);
    const count = (counts.get(same) ?? 0) + 1;
    counts.set(same, count);
    return {
      description: textOf(each),
      check_name: code,
      fingerprint: createHash('sha256').update(`${same} ${count}`).digest('hex'),
      severity: SEVERITIES[severity],
      location: { path, lines: { begin: place?.start.line ?? 1 } },
    };
  });
}
