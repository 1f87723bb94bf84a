import type { XlValue } from './value.ts';

/** One setting as written; `start`, `end` and `valueStart` are indexes into the document's text. */
export interface XlStatement {
  name: string;
  operator: '=' | '+=';
  value: XlValue;
  start: number;
  end: number;
  valueStart: number;
}

/** An xl.cfg: its text, comments and all, and the statements found in it, in order. */
export interface XlDocument {
  readonly text: string;
  readonly statements: readonly XlStatement[];
}

/** What is in force at the end for one name, and the statement that said so last. */
export interface XlSetting {
  value: XlValue;
  statement: XlStatement;
  /** Some of it was joined with `+=`; xl takes no number from such a setting. */
  joined: boolean;
}

/** The text of an xl.cfg: byte for byte what was parsed, but for what was edited since. */
export function print(document: XlDocument): string {
  return document.text;
}

/** What xl reads: later settings win over earlier ones, and `+=` joins. */
export function settings(document: XlDocument): Map<string, XlSetting> {
  const result = new Map<string, XlSetting>();
  for (const statement of document.statements) {
    const earlier = result.get(statement.name);
    const joined = statement.operator === '+=';
    const value = joined && earlier ? join(earlier.value, statement.value) : statement.value;
    result.set(statement.name, { value, statement, joined });
  }
  return result;
}

function join(first: XlValue, second: XlValue): XlValue {
  if (first.kind === 'list' && second.kind === 'list') {
    return { kind: 'list', items: [...first.items, ...second.items] };
  }
  if (first.kind === 'list' || second.kind === 'list') return second;
  return { kind: 'string', text: first.text + second.text };
}
