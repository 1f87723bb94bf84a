import { CODES, type Diagnostic, type Note, type Span } from '../click-config-parser/index.ts';
import { byPlace } from './order.ts';
import { decode, Sources } from './source-text.ts';

export interface SarifOptions {
  toolName: string;
  toolVersion: string;
  /** Short name and title of codes besides those of the language. */
  describe?: (code: string) => readonly [name: string, title: string] | undefined;
}

/** Diagnostics as a SARIF 2.1.0 log with one run. @param sources file name to latin1 text */
export function reportSarif(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  options: SarifOptions,
): object {
  const texts = new Sources(sources);
  const ordered = byPlace(diagnostics);
  const codes = [...new Set(ordered.map(({ code }) => code))].sort();
  const driver = {
    name: options.toolName,
    semanticVersion: options.toolVersion,
    rules: codes.map((code) => rule(code, options)),
  };
  const results = ordered.map((each) => result(each, codes, texts));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'unicodeCodePoints', results }],
  };
}

function rule(id: string, { describe }: SarifOptions): object {
  const known: Record<string, readonly [string, string] | undefined> = CODES;
  const found = known[id] ?? describe?.(id);
  if (found === undefined) return { id };
  return { id, name: found[0], shortDescription: { text: found[1] } };
}

function result(diagnostic: Diagnostic, codes: string[], texts: Sources): object {
  const { code, severity, message, span, notes = [], hint } = diagnostic;
  const text = hint === undefined ? message : `${message}; ${hint}`;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: decode(text) },
    ...(span && { locations: [{ physicalLocation: location(span, texts) }] }),
    ...(notes.length > 0 && { relatedLocations: notes.map((note, id) => related(note, id, texts)) }),
  };
}

function related({ message, span }: Note, id: number, texts: Sources): object {
  return { id, message: { text: decode(message) }, ...(span && { physicalLocation: location(span, texts) }) };
}

function location(span: Span, texts: Sources): object {
  const uri = encodeURI(decode(span.file)).replaceAll('#', '%23').replaceAll('?', '%3F');
  const source = texts.of(span);
  if (source === undefined) return { artifactLocation: { uri } };
  const start = source.position(span.start);
  const end = source.position(span.end);
  const region = {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    byteOffset: span.start,
    byteLength: span.end - span.start,
  };
  return { artifactLocation: { uri }, region };
}
