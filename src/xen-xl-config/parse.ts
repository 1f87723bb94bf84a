import type { XlDocument, XlStatement } from './document.ts';
import type { ProblemCode, XlProblem } from './problem.ts';
import { unquote } from './string.ts';
import { type Token, type TokenKind, tokenize } from './tokens.ts';
import type { XlAtom, XlList, XlValue } from './value.ts';

/** More than anybody writes; deeper lists are refused before they exhaust the stack. */
const MAX_DEPTH = 100;

/**
 * Reads the text of an xl.cfg. Never throws: what xl refuses comes back as problems of severity `error`, and the
 * document holds the statements around it.
 */
export function parse(text: string): { document: XlDocument; problems: XlProblem[] } {
  const { tokens, problems } = tokenize(text);
  const parser = new Parser(text, tokens, problems);
  const statements = parser.statements();
  return { document: { text, statements }, problems: problems.sort((a, b) => a.start - b.start) };
}

/** Unwinds one statement; the problem is reported already. */
class Broken extends Error {}

class Parser {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly tokens: Token[],
    private readonly problems: XlProblem[],
  ) {}

  statements(): XlStatement[] {
    const statements: XlStatement[] = [];
    while (this.peek().kind !== 'end') {
      if (this.take('newline') || this.take(';')) continue;
      try {
        const statement = this.statement();
        this.checkJoin(statement, statements);
        statements.push(statement);
      } catch (error) {
        if (!(error instanceof Broken)) throw error;
        while (!['newline', 'end'].includes(this.peek().kind)) this.at++;
      }
    }
    return statements;
  }

  private statement(): XlStatement {
    const name = this.take('name') ?? this.fail('a name', 'write name = value');
    const operator = this.take('=') ?? this.take('+=') ?? this.fail('= or +=', 'write name = value');
    const first = this.peek();
    const value = this.value(0);
    const end = this.tokens[this.at - 1]!.end;
    if (!['newline', ';', 'end'].includes(this.peek().kind)) {
      this.fail('the end of the statement', 'put one statement on a line, or ";" between two');
    }
    return {
      name: this.slice(name),
      operator: operator.kind as '=' | '+=',
      value,
      start: name.start,
      end,
      valueStart: first.start,
    };
  }

  private value(depth: number): XlValue {
    const number = this.take('number');
    if (number) return { kind: 'number', text: this.slice(number) };
    const string = this.take('string');
    if (string) return this.string(string);
    const bracket = this.take('[');
    if (bracket) return this.list(bracket, depth + 1);
    return this.fail('a string, a number or a list', 'put words in quotes');
  }

  private string(token: Token): XlAtom {
    const { text, refusal, swallowed } = unquote(this.slice(token));
    if (refusal !== undefined) {
      this.report('error', 'CF6102', refusal, token, 'xl knows the escapes \\" \\\' \\\\ \\n \\t');
    } else if (swallowed !== undefined) {
      const hint = 'write the character itself';
      this.report('warning', 'CF6102', `xl drops the escape ${swallowed} from the string`, token, hint);
    }
    return { kind: 'string', text };
  }

  private list(bracket: Token, depth: number): XlList {
    if (depth > MAX_DEPTH) this.fail('fewer lists inside each other', 'xl drops lists inside lists');
    const items: XlValue[] = [];
    this.skipNewlines();
    while (!this.take(']')) {
      if (this.peek().kind === 'end') {
        this.report('error', 'CF6101', 'this list does not end', bracket, 'close it with "]"');
        throw new Broken();
      }
      items.push(this.value(depth));
      this.skipNewlines();
      if (this.take(',')) this.skipNewlines();
      else if (![']', 'end'].includes(this.peek().kind))
        this.fail('"," or "]"', 'part the items of a list with ","');
    }
    return { kind: 'list', items };
  }

  /** xl's rule: a list is joined to a list, a string to a string or number. */
  private checkJoin(statement: XlStatement, before: XlStatement[]): void {
    if (statement.operator === '=') return;
    const earlier = before.findLast((each) => each.name === statement.name);
    if (!earlier || (earlier.value.kind === 'list') === (statement.value.kind === 'list')) return;
    const message = `${statement.name} += joins a list and a string`;
    const at = { start: statement.start, end: statement.end };
    this.report('error', 'CF6103', message, at, 'use a list in both places, or a string');
  }

  private skipNewlines(): void {
    while (this.take('newline'));
  }

  private peek(): Token {
    return this.tokens[this.at]!;
  }

  private take(kind: TokenKind): Token | undefined {
    const token = this.peek();
    if (token.kind !== kind) return undefined;
    this.at++;
    return token;
  }

  private fail(expected: string, hint: string): never {
    const token = this.peek();
    if (token.kind !== 'error') {
      this.report('error', 'CF6101', `expected ${expected}, not ${this.nameOf(token)}`, token, hint);
    }
    throw new Broken();
  }

  private nameOf(token: Token): string {
    if (token.kind === 'newline') return 'the end of the line';
    if (token.kind === 'end') return 'the end of the file';
    const text = this.slice(token);
    return text.length > 40 ? `${text.slice(0, 37)}…` : text;
  }

  private report(
    severity: 'error' | 'warning',
    code: ProblemCode,
    message: string,
    at: { start: number; end: number },
    hint: string,
  ): void {
    this.problems.push({ code, severity, message, start: at.start, end: at.end, hint });
  }

  private slice(token: Token): string {
    return this.text.slice(token.start, token.end);
  }
}
