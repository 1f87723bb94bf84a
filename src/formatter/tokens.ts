import { BLANK, CLASS } from '../click-config-parser/characters.ts';
import type { Tree } from '../click-config-parser/index.ts';
import { Lexer } from '../click-config-parser/lexer.ts';
import { afterComment, afterLine, isComment } from '../click-config-parser/scan.ts';
import { landmarksOf } from './landmarks.ts';

/** `open` and `close` are the brackets of compounds and groups; `ports` and `config` are whole, with brackets. */
export type TokenKind =
  | 'word'
  | 'config'
  | 'ports'
  | 'arrow'
  | 'open'
  | 'close'
  | 'comment'
  | 'directive'
  | 'other';

export interface Token {
  kind: TokenKind;
  text: string;
  /** Line ends between the token before and this one. */
  newlines: number;
  /** Whether a statement begins here. */
  isStatement: boolean;
}

const KEYWORDS = new Set(['elementclass', 'require', 'define']);

/** All that a text without syntax errors consists of, blanks aside. Nothing is lost: comments are tokens too. */
export function tokens(tree: Tree): Token[] {
  const { source } = tree;
  const lexer = new Lexer(source, () => {});
  const { configs, ports, chains } = landmarksOf(tree);
  const found: Token[] = [];
  let newlines = 0;
  for (let pos = 0; pos < source.length; ) {
    const code = source.charCodeAt(pos);
    if (((CLASS[code] ?? 0) & BLANK) !== 0) {
      if (code === 10 || (code === 13 && source.charCodeAt(pos + 1) !== 10)) newlines++;
      pos++;
      continue;
    }
    const [kind, end] = tokenAt(pos);
    const text = source.substring(pos, end);
    found.push({ kind, text: text.trimEnd(), newlines, isStatement: chains.has(pos) || KEYWORDS.has(text) });
    newlines = kind === 'comment' || kind === 'directive' ? countLineEnds(text) : 0;
    pos = end;
  }
  return found;

  function tokenAt(pos: number): [TokenKind, number] {
    const char = source[pos]!;
    if (isComment(source, pos)) return ['comment', afterComment(source, pos)];
    if (char === '#' && (pos === 0 || /[\r\n]/.test(source[pos - 1]!)))
      return ['directive', afterLine(source, pos)];
    const whole = configs.get(pos) ?? ports.get(pos);
    if (whole !== undefined) return [configs.has(pos) ? 'config' : 'ports', whole];
    if (char === '{' || char === '(') return ['open', pos + 1];
    if (char === '}' || char === ')') return ['close', pos + 1];
    const word = lexer.word(pos);
    if (word > pos) return ['word', word];
    const end = lexer.token(pos);
    return [/^[-=]>$/.test(source.substring(pos, end)) ? 'arrow' : 'other', end];
  }
}

/** A comment to the end of the line holds the line's end. */
function countLineEnds(text: string): number {
  return /[\r\n]$/.test(text) ? 1 : 0;
}
