import { SyntaxError as PeggyError, parse } from '../../../generated/grammars/ip-filter.js';
import { Lexer, type WordNode } from './ip-lexer.ts';
import { commaHint } from './ip-words.ts';

/** A test as it is written. */
export interface TestNode {
  op: 'test';
  qualifiers: WordNode[];
  /** What stands between [ and ]. */
  brackets: WordNode | null;
  mask?: WordNode | null;
  relation?: WordNode | null;
  value?: WordNode | null;
  /** `ADDR mask THIS` */
  valueMask?: WordNode | null;
}

/** An expression as it is written. */
export type SyntaxNode =
  | TestNode
  | { op: 'constant'; value: boolean }
  | { op: 'not'; part: SyntaxNode }
  | { op: 'and'; parts: SyntaxNode[] }
  | { op: 'or'; parts: SyntaxNode[] }
  | { op: 'if'; test: SyntaxNode; yes: SyntaxNode; no: SyntaxNode };

/** Where an expression is wrong, in bytes from its start. */
export class ExpressionError extends Error {
  readonly start: number;
  readonly end: number;
  readonly hint: string | undefined;

  constructor(message: string, start: number, end: number, hint?: string) {
    super(message);
    this.start = start;
    this.end = end;
    this.hint = hint;
  }
}

const MOST_NESTED = 100;

/** Parses an expression; `isQualifier` tells the words that a test can begin with. Throws ExpressionError. */
export function parseExpression(text: string, isQualifier: (word: string) => boolean): SyntaxNode {
  checkNesting(text);
  try {
    return parse(text, { lexer: new Lexer(text, isQualifier) }) as SyntaxNode;
  } catch (error) {
    if (!(error instanceof PeggyError)) throw error;
    throw explain(text, error.location.start.offset);
  }
}

/** The parser calls itself for each level, and a call stack has an end. */
function checkNesting(text: string): void {
  if (text.length <= MOST_NESTED) return;
  let depth = 0;
  let choices = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (char === '?') choices++;
    if (depth > MOST_NESTED || choices > MOST_NESTED)
      throw new ExpressionError(`more than ${MOST_NESTED} conditions inside of each other`, at, at + 1);
  }
  const nots = /(?:(?:!|\bnot\b)\s*){100}/.exec(text);
  if (nots)
    throw new ExpressionError(`more than ${MOST_NESTED} negations of each other`, nots.index, nots.index + 1);
}

function explain(text: string, at: number): ExpressionError {
  const word = /^(?:[A-Za-z0-9./@_:-]+|&&|\|\||[<>!=]=|\S)/.exec(text.substring(at))?.[0];
  if (word === undefined)
    return new ExpressionError('the expression breaks off', text.trimEnd().length, text.length);
  const message = word === ')' ? "')' closes nothing" : `'${word}' cannot stand here`;
  return new ExpressionError(message, at, at + word.length, commaHint(word));
}
