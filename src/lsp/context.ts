import { Lexer } from '../click-config-parser/lexer.ts';
import { afterComment, afterQuoted, isComment } from '../click-config-parser/scan.ts';

/** What is being written at a place. `start` is where the word begins that it replaces. */
export type WritingContext =
  | { kind: 'nothing' }
  /** A statement or a link of a chain; `begins` at the start of a statement. */
  | { kind: 'element'; start: number; begins: boolean }
  | { kind: 'class'; start: number }
  | { kind: 'variable'; start: number }
  /** An argument of what `owner` names: its first word, or the value after a keyword. */
  | { kind: 'argument'; start: number; owner: string; keyword: string | undefined; config: number };

/**
 * What can be written at `offset`, told from the tokens before it alone: text that is being written has errors, and
 * what follows is often not there yet.
 */
export function contextAt(source: string, offset: number): WritingContext {
  const lexer = new Lexer(source, () => {});
  let before = '';
  let last = '';
  for (let pos = 0; pos < offset; ) {
    if (/\s/.test(source[pos]!)) {
      pos++;
      continue;
    }
    if (isComment(source, pos)) {
      pos = afterComment(source, pos);
      if (pos >= offset && !/[\r\n]$/.test(source.substring(0, offset))) return { kind: 'nothing' };
      continue;
    }
    if (source[pos] === '(' && /^(\w|@|\})/.test(last)) {
      const end = lexer.config(pos + 1);
      if (end >= offset) return argumentContext(source, pos + 1, offset, last);
      [before, last, pos] = [last, '()', end + 1];
      continue;
    }
    if (source[pos] === '[') {
      const end = source.indexOf(']', pos) + 1;
      if (end === 0 || end > offset) return { kind: 'nothing' };
      [before, last, pos] = [last, '[]', end];
      continue;
    }
    const end = lexer.token(pos);
    const isWord = lexer.word(pos) > pos;
    if (isWord && end >= offset) return wordContext(before, last, pos);
    if (source[pos] === '$' && end >= offset) return { kind: 'nothing' };
    [before, last, pos] = [last, source.substring(pos, end), end];
  }
  return wordContext(before, last, offset);
}

function wordContext(before: string, last: string, start: number): WritingContext {
  if (last === '::' || before === 'elementclass') return { kind: 'class', start };
  if (last === 'elementclass') return { kind: 'nothing' };
  const begins = /^(|;|\{|\||\|\||\}|\(\)|\()$/.test(last);
  if (!begins && !/^(->|=>|,|\[\])$/.test(last)) return { kind: 'nothing' };
  return { kind: 'element', start, begins };
}

/** Where in a configuration string, that begins at `config`, something is written. */
function argumentContext(source: string, config: number, offset: number, owner: string): WritingContext {
  let start = config;
  for (let pos = config; pos < offset; ) {
    if (isComment(source, pos)) pos = afterComment(source, pos);
    else if (source[pos] === '"' || source[pos] === "'") {
      const end = afterQuoted(source, pos);
      if (end > offset) return variableAt(source, pos + 1, offset) ?? { kind: 'nothing' };
      pos = end;
    } else {
      if (source[pos] === ',') start = pos + 1;
      pos++;
    }
    if (pos > offset) return { kind: 'nothing' };
  }
  const variable = variableAt(source, start, offset);
  if (variable) return variable;
  const written = source.substring(start, offset);
  const match = /^\s*(?:([A-Z_][A-Z0-9_]*)\s+)?([\w@/]*)$/.exec(written);
  if (match === null) return { kind: 'nothing' };
  return { kind: 'argument', start: offset - match[2]!.length, owner, keyword: match[1], config };
}

function variableAt(source: string, from: number, offset: number): WritingContext | undefined {
  const match = /\$\{?(\w*)$/.exec(source.substring(from, offset));
  return match ? { kind: 'variable', start: offset - match[1]!.length } : undefined;
}
