import type { Location, Diagnostic as LspDiagnostic, Range } from 'vscode-languageserver/node.js';
import type { Diagnostic, Span } from '../click-config-parser/index.ts';
import { decode } from '../reporters/source-text.ts';
import type { Analysis } from './analysis.ts';
import type { Place } from './symbols/symbol.ts';
import { uriOf } from './workspace.ts';

const SEVERITIES = { error: 1, warning: 2, note: 3 } as const;

/** A place as an editor names it. */
export function rangeOf({ texts }: Analysis, { file, start, end }: Span | Place): Range {
  const text = texts.get(file);
  if (text === undefined) return { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return { start: text.position(start), end: text.position(end) };
}

export function locationOf(analysis: Analysis, place: Span | Place): Location {
  return { uri: uriOf(place.file), range: rangeOf(analysis, place) };
}

/** The findings by the URI of their file; of the analysis' own file and its libraries also when there are none. */
export function diagnosticsByUri(analysis: Analysis): Map<string, LspDiagnostic[]> {
  const found = new Map<string, LspDiagnostic[]>();
  for (const file of analysis.sources.keys()) found.set(uriOf(file), []);
  for (const diagnostic of analysis.diagnostics) {
    const uri = uriOf(diagnostic.span?.file ?? analysis.file);
    found.set(uri, [...(found.get(uri) ?? []), lspDiagnostic(analysis, diagnostic)]);
  }
  return found;
}

function lspDiagnostic(analysis: Analysis, diagnostic: Diagnostic): LspDiagnostic {
  const { code, severity, message, span, notes = [], hint } = diagnostic;
  const remarks = notes.filter((note) => note.span === undefined).map((note) => note.message);
  const text = [message, ...remarks, ...(hint === undefined ? [] : [hint])].join('\n');
  return {
    code,
    source: 'clickforge',
    severity: SEVERITIES[severity],
    message: decode(text),
    range: rangeOf(analysis, span ?? { file: analysis.file, start: 0, end: 0 }),
    relatedInformation: notes.flatMap((note) =>
      note.span ? [{ message: decode(note.message), location: locationOf(analysis, note.span) }] : [],
    ),
  };
}
