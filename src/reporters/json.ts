import type { Diagnostic, Position, Severity, Span } from '../click-config-parser/index.ts';
import { byPlace } from './order.ts';
import { decode, Sources } from './source-text.ts';

/** `offset` counts bytes from 0; `line` and `column` count from 1, the column in characters. */
export interface JsonPosition extends Position {
  offset: number;
}

export interface JsonPlace {
  file: string;
  start: Partial<JsonPosition> & { offset: number };
  end: Partial<JsonPosition> & { offset: number };
}

export interface JsonNote {
  message: string;
  place?: JsonPlace;
}

export interface JsonDiagnostic {
  code: string;
  severity: Severity;
  message: string;
  place?: JsonPlace;
  notes: JsonNote[];
  hint?: string;
}

/**
 * Diagnostics for programs, in the shape that `diagnostics.schema.json` describes.
 * @param sources file name to latin1 text
 */
export function reportJson(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
): JsonDiagnostic[] {
  const texts = new Sources(sources);
  return byPlace(diagnostics).map((each) => jsonDiagnostic(each, texts));
}

function jsonDiagnostic(diagnostic: Diagnostic, texts: Sources): JsonDiagnostic {
  const { code, severity, message, span, notes = [], hint } = diagnostic;
  return {
    code,
    severity,
    message: decode(message),
    ...(span && { place: jsonPlace(span, texts) }),
    notes: notes.map((note) => ({
      message: decode(note.message),
      ...(note.span && { place: jsonPlace(note.span, texts) }),
    })),
    ...(hint !== undefined && { hint: decode(hint) }),
  };
}

function jsonPlace(span: Span, texts: Sources): JsonPlace {
  const source = texts.of(span);
  const position = (offset: number) => ({ offset, ...source?.position(offset) });
  return { file: decode(span.file), start: position(span.start), end: position(span.end) };
}
