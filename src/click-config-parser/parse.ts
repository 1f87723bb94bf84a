import { parse as parseGrammar } from '../../generated/grammars/click.js';
import { TreeBuilder } from './builder.ts';
import type { Diagnostic } from './diagnostic.ts';
import { Lexer, type Report } from './lexer.ts';
import type { Statement, Tree } from './tree.ts';

export interface ParseResult {
  tree: Tree;
  diagnostics: Diagnostic[];
}

const WARNINGS = new Set(['CF1013', 'CF1014']);

/**
 * Parses a Click configuration. Never throws: whatever the bytes, the tree holds what could be read.
 * @param source the text as bytes, one character (0-255) a byte
 * @param file the name that diagnostics show
 */
export function parse(source: string, file: string): ParseResult {
  const diagnostics: Diagnostic[] = [];
  const report = reporter(file, diagnostics);
  const lexer = new Lexer(source, report);
  const builder = new TreeBuilder(lexer, report);
  const statements = parseGrammar(source, { lexer, builder }) as Statement[];
  return { tree: { file, source, statements, directives: lexer.directives }, diagnostics };
}

/** Findings of a severity beyond this number help nobody, and a megabyte of garbage has a million. */
const MAX_DIAGNOSTICS = 1000;

/** Reports a place once: where Click prints several errors about one token, the first says what is wrong. */
function reporter(file: string, diagnostics: Diagnostic[]): Report {
  const places = new Set<number>();
  const counts = { error: 0, warning: 0 };
  let isHopeless = false;
  return (code, message, start, end, note) => {
    const severity = WARNINGS.has(code) ? 'warning' : 'error';
    if (isHopeless || counts[severity] >= MAX_DIAGNOSTICS || places.has(start)) return;
    places.add(start);
    counts[severity]++;
    isHopeless = code === 'CF1009';
    const diagnostic: Diagnostic = { code, severity, message, span: { file, start, end } };
    if (note)
      diagnostic.notes = [{ message: note.message, span: { file, start: note.start, end: note.end } }];
    diagnostics.push(diagnostic);
  };
}
