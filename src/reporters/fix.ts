import type { Diagnostic, Span } from '../click-config-parser/index.ts';

/** A word to write in place of what stands at `span`. */
export interface Fix {
  span: Span;
  replacement: string;
}

const HINT = /^(?:did you mean|write) '?([$\w@/.]+)'?\??$/;

/** The fix that a hint names word for word, where a single word is what is wrong. `sources`: file to latin1 text. */
export function fixOf({ span, hint }: Diagnostic, sources: ReadonlyMap<string, string>): Fix | undefined {
  const replacement = hint && HINT.exec(hint)?.[1];
  const wrong = span && sources.get(span.file)?.substring(span.start, span.end);
  if (!replacement || !wrong || !/^\$?[\w@/.]+$/.test(wrong)) return undefined;
  return { span, replacement };
}
