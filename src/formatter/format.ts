import { parse } from '../click-config-parser/index.ts';
import { inWideBrackets } from './brackets.ts';
import { gapBefore, TokenList } from './gap.ts';
import { type Token, tokens } from './tokens.ts';

export interface FormatOptions {
  /** What one level of compounds and groups is indented by. */
  indent?: string;
}

/**
 * The same configuration laid out evenly: one statement a line, one blank around arrows and ::, compounds indented.
 * Comments, configuration strings and the line breaks inside chains stay. Undefined when the text has errors: then
 * it is not certain what belongs together.
 * @param source the text as latin1, a character a byte
 */
export function format(source: string, { indent = '  ' }: FormatOptions = {}): string | undefined {
  const { tree, diagnostics } = parse(source, '');
  if (diagnostics.some(({ code, severity }) => severity === 'error' || code === 'CF1014')) return undefined;
  const list = tokens(tree);
  const isWide = inWideBrackets(list);
  const all = new TokenList(list);
  const page = new Page(indent);
  list.forEach((token, i) => {
    const gap = gapBefore(all, i, isWide[i]!);
    if (token.kind === 'close') page.close();
    if (token.text === '||') page.align();
    if (gap === 'line' || gap === 'continue') page.breakLine(gap === 'continue', wantsBlank(list, i));
    page.write(gap === ' ' ? ` ${token.text}` : token.text, token.kind === 'directive');
    if (token.kind === 'open') page.open();
  });
  return page.text(/\r\n|\r|\n/.exec(source)?.[0] ?? '\n');
}

/** One empty line is kept where there were some, save at the edges of compounds and groups. */
function wantsBlank(list: Token[], i: number): boolean {
  const { newlines, kind } = list[i]!;
  return newlines > 1 && kind !== 'close' && list[i - 1]?.kind !== 'open';
}

/** Levels that the rest of a statement is indented by. */
const CONTINUATION = 2;

class Page {
  private readonly indent: string;
  private readonly lines: string[] = [];
  private line = '';
  private level = 0;
  private isEmpty = true;
  /** The level of the line on which each open bracket stands. */
  private readonly brackets: number[] = [];

  constructor(indent: string) {
    this.indent = indent;
  }

  open(): void {
    this.brackets.push(this.level);
  }

  /** What follows, first of all the closing bracket, is on the level of the line that has the opening one. */
  close(): void {
    this.closing = this.brackets.pop();
  }

  /** What follows is on that level too, and the bracket stays open. */
  align(): void {
    this.closing = this.brackets.at(-1);
  }

  private closing: number | undefined;

  breakLine(isContinued: boolean, withBlank: boolean): void {
    if (!this.isEmpty) this.lines.push(this.line);
    if (withBlank && !isContinued && this.lines.length > 0) this.lines.push('');
    const around = this.brackets.at(-1);
    const inside = around === undefined ? 0 : around + 1;
    this.level = this.closing ?? inside + (isContinued ? CONTINUATION : 0);
    this.isEmpty = true;
  }

  write(text: string, isAtMargin: boolean): void {
    if (!this.isEmpty) this.line += text;
    else this.line = (isAtMargin ? '' : this.indent.repeat(this.level)) + text.trimStart();
    this.isEmpty = false;
    this.closing = undefined;
  }

  text(lineEnd: string): string {
    if (!this.isEmpty) this.lines.push(this.line);
    return this.lines.map((line) => line + lineEnd).join('');
  }
}
