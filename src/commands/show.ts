import type { System } from '../system/system.ts';
import type { AnnotationService } from './annotations-option.ts';
import type { Outcome } from './outcome.ts';
import { asText } from './words.ts';

export interface Presentation {
  command: string;
  json: boolean;
  sarif: boolean;
  annotations: AnnotationService | undefined;
  quiet: boolean;
  color: boolean;
}

/** Prints an outcome: findings to standard error and the rest to standard output, or all of it as one JSON document. */
export async function show(outcome: Outcome, presentation: Presentation, system: System): Promise<void> {
  if (presentation.json) {
    system.output.write(`${JSON.stringify(await documentOf(outcome, presentation.command), jsonValue, 2)}\n`);
    return;
  }
  if (presentation.sarif) {
    const { sarifDocument } = await import('./sarif.ts');
    system.output.write(`${JSON.stringify(await sarifDocument(outcome), undefined, 2)}\n`);
    return;
  }
  const { diagnostics, sources = new Map(), text, wanted } = outcome;
  if (presentation.annotations === 'gitlab') {
    const { reportGitlab } = await import('../reporters/index.ts');
    const report = reportGitlab(diagnostics, sources, asText(sources.keys().next().value ?? '.'));
    system.output.write(`${JSON.stringify(report, undefined, 2)}\n`);
    return;
  }
  if (presentation.annotations === 'github') {
    const { reportGithub } = await import('../reporters/index.ts');
    system.output.write(reportGithub(diagnostics, sources));
  }
  if (diagnostics.length > 0) {
    const { reportHuman } = await import('../reporters/index.ts');
    system.errors.write(reportHuman(diagnostics, sources, { color: presentation.color }));
  }
  if (text !== undefined && (wanted || !presentation.quiet)) system.output.write(text);
}

async function documentOf({ exitCode, diagnostics, sources = new Map(), result }: Outcome, command: string) {
  const { reportJson } = await import('../reporters/index.ts');
  return { command, exitCode, ...result, diagnostics: reportJson(diagnostics, sources) };
}

/** 64-bit numbers are written in hexadecimal: JSON's own numbers would lose digits. */
function jsonValue(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `0x${value.toString(16)}` : value;
}
