import { isPlain } from './arguments.ts';
import { BLANK, CLASS, DIGIT, find, isAt, SPECIAL, skip, VARIABLE, WORD } from './characters.ts';
import type { Code } from './codes.ts';
import { unquote } from './quoting.ts';
import { afterAngle, afterComment, afterLine, afterQuoted, isAngle, isComment } from './scan.ts';
import { isUnclosedComment } from './syntax-hints.ts';
import type { LineDirective } from './tree.ts';

export type Report = (
  code: Code,
  message: string,
  start: number,
  end: number,
  extra?: { note?: { message: string; start: number; end: number }; hint?: string | undefined },
) => void;

/** The rest of a malformed port list, if it ends on the same line and before anything else begins. */
const REST_OF_PORTS = /(?:(?!->|=>|::)[^[\]{}();\r\n])*\]/y;

/** A byte that begins a character of several, and those that go on with it. */
const CHARACTER = /[\xc0-\xff][\x80-\xbf]{0,3}/y;

/** Finds where tokens end. Every method takes an offset and returns one; none moves backwards. */
export class Lexer {
  readonly directives: LineDirective[] = [];
  readonly source: string;
  private readonly report: Report;
  private readonly asClick: boolean;
  /** What `text` gave last. */
  private last = '';
  /** A grammar may try a place twice; a `#` line before this offset is already known. */
  private seen = -1;

  constructor(source: string, report: Report, asClick = false) {
    this.asClick = asClick;
    this.source = source;
    this.report = report;
  }

  /** The next byte that is no blank, no comment and no `#` line. */
  blank(pos: number): number {
    const { source } = this;
    for (; pos < source.length; ) {
      const code = source.charCodeAt(pos);
      if ((CLASS[code]! & BLANK) !== 0) pos++;
      else if (code === 47 && isComment(source, pos)) pos = this.comment(pos);
      else if (code === 35 && this.isLineStart(pos)) pos = this.directive(pos);
      else break;
    }
    return pos;
  }

  private comment(pos: number): number {
    const end = afterComment(this.source, pos);
    if (end === this.source.length && !this.asClick && isUnclosedComment(this.source, pos)) {
      this.report('CF1015', 'this comment goes on to the end of the file', pos, pos + 2, {
        hint: "a comment that begins with '/*' ends with '*/'",
      });
    }
    return end;
  }

  /** After the identifier at `pos`; `pos` itself when there is none. */
  word(pos: number): number {
    const { source } = this;
    const start = pos;
    while (isAt(source, pos, WORD)) {
      pos = skip(source, pos, WORD);
      if (source.charCodeAt(pos) === 47 && isAt(source, pos + 1, WORD)) pos++;
    }
    return pos > start ? pos : start;
  }

  /** The word from `start` to `end`. A chain often begins with the element that the one before ended with. */
  text(start: number, end: number): string {
    const { source, last } = this;
    const { length } = last;
    const isSame =
      end - start === length &&
      source.charCodeAt(end - 1) === last.charCodeAt(length - 1) &&
      source.startsWith(last, start);
    if (!isSame) this.last = source.substring(start, end);
    return this.last;
  }

  /** After whatever token stands at `pos`. */
  token(pos: number): number {
    const { source } = this;
    const word = this.word(pos);
    if (word > pos) return word;
    if (source.charCodeAt(pos) === 36) return skip(source, pos + 1, VARIABLE);
    if (source.startsWith('...', pos)) return pos + 3;
    return isPair(source, pos) ? pos + 2 : Math.min(pos + 1, source.length);
  }

  /** After the token at `pos` and, if it is a byte of a character beyond ASCII, the whole character. */
  afterCharacter(pos: number): number {
    if (this.source.charCodeAt(pos) < 0xc0) return this.token(pos);
    CHARACTER.lastIndex = pos;
    return CHARACTER.test(this.source) ? CHARACTER.lastIndex : pos + 1;
  }

  /** Where the configuration string that begins at `pos`, after its `(`, ends: at its `)` or at the end. */
  config(pos: number): number {
    const { source } = this;
    const close = source.indexOf(')', pos);
    if (close >= 0 && isOrdinary(source.substring(pos, close))) return close;
    for (let depth = 1; pos < source.length; ) {
      pos = find(source, pos, SPECIAL);
      if (pos === source.length) break;
      const code = source.charCodeAt(pos);
      if (code === 40) {
        depth++;
        pos++;
      } else if (code === 41) {
        if (--depth === 0) break;
        pos++;
      } else if (code === 39 || code === 34) pos = afterQuoted(source, pos);
      else if (code === 47 && isComment(source, pos)) pos = afterComment(source, pos);
      else if (code === 92 && isAngle(source, pos)) pos = afterAngle(source, pos);
      else if (code === 35 && this.isLineStart(pos)) pos = this.cut(pos);
      else pos++;
    }
    return pos;
  }

  /** After the `]` that ends the rest of a malformed port list; `pos` itself when none is near. */
  restOfPorts(pos: number): number {
    REST_OF_PORTS.lastIndex = pos;
    return REST_OF_PORTS.test(this.source) ? REST_OF_PORTS.lastIndex : pos;
  }

  /** The text from `start` to `end` without the `#` lines that `config` found in it. */
  textOf(start: number, end: number): string {
    const { source, cuts } = this;
    if (cuts.length === 0) return source.substring(start, end);
    let text = '';
    for (let i = 0; i < cuts.length; i += 2) {
      text += source.substring(start, cuts[i]);
      start = cuts[i + 1]!;
    }
    this.cuts = [];
    return text + source.substring(start, end);
  }

  private cuts: number[] = [];

  private cut(pos: number): number {
    const end = this.directive(pos);
    this.cuts.push(pos, end);
    return end;
  }

  private isLineStart(pos: number): boolean {
    if (pos === 0) return true;
    const before = this.source.charCodeAt(pos - 1);
    return before === 10 || before === 13;
  }

  /** Reads the `#` line at `pos`. Returns its line end, or the next line when the directive is unknown. */
  private directive(pos: number): number {
    const { source } = this;
    let at = skipTabs(source, pos + 1);
    if (/^line[ \t]/.test(source.substr(at, 5))) at = skipTabs(source, at + 4);
    const digits = at;
    at = skip(source, at, DIGIT);
    if (at === digits) {
      if (pos > this.seen) {
        const end = source.substring(pos, afterLine(source, pos)).trimEnd().length + pos;
        const message = `unknown preprocessor directive '${source.substring(pos, end)}'`;
        this.report('CF1003', message, pos, end, { hint: "a comment begins with '//'" });
        this.seen = pos;
      }
      return afterLine(source, digits);
    }
    const line = Number(source.substring(digits, at));
    at = skipTabs(source, at);
    const end = lineEnd(source, at);
    if (pos > this.seen) {
      this.directives.push({ at: end, line, file: this.fileName(at, end) });
      this.seen = pos;
    }
    return end;
  }

  /** The file that a `#` line names; '' goes back to the file's own name, and no name keeps the one before. */
  private fileName(at: number, end: number): string | undefined {
    if (this.source.charCodeAt(at) !== 34) return this.directives.at(-1)?.file;
    const close = Math.min(afterQuoted(this.source.substring(at, end), 0) + at, end);
    const text = this.source.substring(at, close);
    return unquote(text.length > 1 && text.endsWith('"') ? text : `${text}"`) || undefined;
  }
}

/** Whether a part of a configuration string has nothing in it but bytes that end nothing and begin nothing. */
function isOrdinary(text: string): boolean {
  return !text.includes('(') && !text.includes('#') && isPlain(text);
}

function isPair(source: string, pos: number): boolean {
  const next = source.charCodeAt(pos + 1);
  switch (source.charCodeAt(pos)) {
    case 45: // -
    case 61: // =
      return next === 62;
    case 58: // :
      return next === 58;
    case 124: // |
      return next === 124;
    default:
      return false;
  }
}

function skipTabs(source: string, pos: number): number {
  while (source.charCodeAt(pos) === 32 || source.charCodeAt(pos) === 9) pos++;
  return pos;
}

function lineEnd(source: string, pos: number): number {
  while (pos < source.length && source.charCodeAt(pos) !== 10 && source.charCodeAt(pos) !== 13) pos++;
  return pos;
}
