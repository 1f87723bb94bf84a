import { BLANK, DIGIT, isAt, LETTER, skip, TERM } from '../../click-config-parser/characters.ts';

/** A word of an expression and where it stands in it. */
export interface WordNode {
  text: string;
  start: number;
  end: number;
}

const BRACKETS = /\[([^\]]*)\]/y;
const BOTH_ENDS = /src\s+(and\s|or\s|&&|\|\|)\s*(?:dst|dest)(?![A-Za-z0-9./@_:-])/y;

const RESERVED = new Set(['and', 'or', 'not', 'true', 'false', 'mask', ':']);

/**
 * Measures the tokens of an expression for its parser: each method takes the offset of a token and gives the offset
 * behind it and the blanks that follow, or 0 where there is no such token. `word` is what was measured last.
 */
export class Lexer {
  readonly #text: string;
  readonly #isQualifier: (word: string) => boolean;
  word: WordNode = { text: '', start: 0, end: 0 };

  constructor(text: string, isQualifier: (word: string) => boolean) {
    this.#text = text;
    this.#isQualifier = isQualifier;
  }

  any(at: number): number {
    return this.#readWord(at);
  }

  value(at: number): number {
    const end = this.#readWord(at);
    return end > 0 && !RESERVED.has(this.word.text) ? end : 0;
  }

  qualifier(at: number): number {
    const not = this.not(at);
    if (not > 0) {
      this.word = { text: 'not', start: at, end: this.word.end };
      return not;
    }
    const both = this.#mayBeBothEnds(at) ? this.#read(BOTH_ENDS, at) : 0;
    if (both > 0) {
      const joined = /^src\s+(?:and|&&)/.test(this.word.text) ? 'src and dst' : 'src or dst';
      this.word = { ...this.word, text: joined };
      return both;
    }
    const end = this.#readWord(at);
    return end > 0 && this.#isQualifier(this.word.text) ? end : 0;
  }

  /** The word is what stands between the brackets. */
  brackets(at: number): number {
    const end = this.#begins('[', at) ? this.#read(BRACKETS, at) : 0;
    const { text, start } = this.word;
    if (end > 0) this.word = { text: text.slice(1, -1), start: start + 1, end: start + text.length - 1 };
    return end;
  }

  relation(at: number): number {
    if (!this.#begins('=!<>', at)) return 0;
    if (this.#text[at + 1] === '=') return this.#symbol(at, 2);
    return this.#text[at] === '!' ? 0 : this.#symbol(at, 1);
  }

  constant(at: number): number {
    const end = this.#begins('tf', at) ? this.#readWord(at) : 0;
    return end > 0 && (this.word.text === 'true' || this.word.text === 'false') ? end : 0;
  }

  mask(at: number): number {
    return this.#keyword(at, 'mask');
  }

  colon(at: number): number {
    return this.#keyword(at, ':');
  }

  or(at: number): number {
    return this.#text.startsWith('||', at) ? this.#symbol(at, 2) : this.#keyword(at, 'or');
  }

  and(at: number): number {
    return this.#text.startsWith('&&', at) ? this.#symbol(at, 2) : this.#keyword(at, 'and');
  }

  not(at: number): number {
    if (this.#text[at] !== '!') return this.#keyword(at, 'not');
    return this.#text[at + 1] === '=' ? 0 : this.#symbol(at, 1);
  }

  skipBlanks(at: number): number {
    return skip(this.#text, at, BLANK);
  }

  #keyword(at: number, keyword: string): number {
    const end = this.#text.startsWith(keyword, at) ? this.#readWord(at) : 0;
    return end > 0 && this.word.text === keyword ? end : 0;
  }

  #symbol(at: number, length: number): number {
    const end = at + length;
    this.word = { text: this.#text.substring(at, end), start: at, end };
    return this.skipBlanks(end);
  }

  /** Whether `src` stands there and something other than most words behind it. */
  #mayBeBothEnds(at: number): boolean {
    if (!this.#text.startsWith('src', at)) return false;
    const next = this.skipBlanks(at + 3);
    return this.#begins('ao', next) || !isAt(this.#text, next, LETTER | DIGIT);
  }

  /** Whether one of these characters stands there: what spares most tries of a token its expression. */
  #begins(characters: string, at: number): boolean {
    return at < this.#text.length && characters.includes(this.#text[at]!);
  }

  #readWord(at: number): number {
    const end = skip(this.#text, at, TERM);
    if (end === at) return 0;
    this.word = { text: this.#text.substring(at, end), start: at, end };
    return this.skipBlanks(end);
  }

  #read(token: RegExp, at: number): number {
    token.lastIndex = at;
    const found = token.exec(this.#text);
    if (!found) return 0;
    const end = at + found[0].length;
    this.word = { text: found[0], start: at, end };
    return this.skipBlanks(end);
  }
}
