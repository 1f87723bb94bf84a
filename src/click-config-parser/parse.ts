import { parse as parseGrammar } from '../../generated/grammars/click.js';
import { TreeBuilder } from './builder.ts';
import type { Diagnostic } from './diagnostic.ts';
import { Lexer, type Report } from './lexer.ts';
import type { Statement, Tree } from './tree.ts';

export interface ParseOptions {
  /** Whether `[2-5]` is understood, as by Click; ClickOS does not know it. */
  portRanges?: boolean;
  /** Whether what only follows from an earlier finding is told, too, and nothing that Click has no word for. */
  asClick?: boolean;
}

export interface ParseResult {
  tree: Tree;
  diagnostics: Diagnostic[];
}

const WARNINGS = new Set(['CF1013', 'CF1014', 'CF1015']);

/**
 * Parses a Click configuration. Never throws: whatever the bytes, the tree holds what could be read.
 * @param source the text as bytes, one character (0-255) a byte
 * @param file the name that diagnostics show
 */
export function parse(
  source: string,
  file: string,
  { portRanges = true, asClick = false }: ParseOptions = {},
): ParseResult {
  const diagnostics: Diagnostic[] = [];
  const report = reporter(file, diagnostics);
  const lexer = new Lexer(source, report, asClick);
  const builder = new TreeBuilder(lexer, report, { portRanges, asClick });
  const statements = parseGrammar(source, { lexer, builder }) as Statement[];
  return { tree: { file, source, statements, directives: lexer.directives }, diagnostics };
}

/** Findings of a severity beyond this number help nobody, and a megabyte of garbage has a million. */
const MAX_DIAGNOSTICS = 1000;

/** Reports a place once: where Click prints several errors about one token, the first says what is wrong. */
function reporter(file: string, diagnostics: Diagnostic[]): Report {
  // Apart by severity, so that a warning never stands for an error.
  const places = { error: new Set<number>(), warning: new Set<number>() };
  let isHopeless = false;
  return (code, message, start, end, { note, hint } = {}) => {
    const severity = WARNINGS.has(code) ? 'warning' : 'error';
    const known = places[severity];
    if (isHopeless || known.size >= MAX_DIAGNOSTICS || known.has(start)) return;
    known.add(start);
    isHopeless = code === 'CF1009';
    const diagnostic: Diagnostic = { code, severity, message, span: { file, start, end } };
    if (note)
      diagnostic.notes = [{ message: note.message, span: { file, start: note.start, end: note.end } }];
    if (hint !== undefined) diagnostic.hint = hint;
    diagnostics.push(diagnostic);
  };
}
