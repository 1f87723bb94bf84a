import { BLANK, DIGIT, HEX, isAt, skip } from '../../click-config-parser/characters.ts';
import type { Finding, ListParser } from '../arguments/value.ts';
import { compileRules, type Program } from './compile.ts';
import { and, BASE, type Expression, type Rule, test } from './expression.ts';

const MOST_OFFSET = 0xffff - 3;

/** What a pattern's text is, as far as it is right. */
type Report = (message: string, start: number, end: number) => void;

/** Classifier's patterns, one an output, as a decision program. */
export const parseClassifierPatterns: ListParser = (texts, { outputs }, report) => {
  let wrong = false;
  const fail = (finding: Omit<Finding, 'severity'>) => {
    wrong = true;
    report({ severity: 'error', ...finding });
  };
  if (texts.length !== outputs)
    fail({ index: Math.min(texts.length, outputs), message: mismatch(texts, outputs) });
  const rules = texts.map((text, index): Rule => {
    const condition = readPattern(text, (message, start, end) =>
      fail({ index, message, start, end, hint: HINT }),
    );
    return { condition, output: index };
  });
  if (wrong) return undefined;
  const program = compileOrReport(rules, report);
  if (program) reportUnused(texts, program.outputs, report);
  return program?.bytes;
};

/** The program, or undefined after saying that it would be too large. */
export function compileOrReport(rules: Rule[], report: (finding: Finding) => void): Program | undefined {
  const program = compileRules(rules);
  if (!program) report({ index: 0, severity: 'error', message: TOO_LARGE, hint: TOO_LARGE_HINT });
  return program;
}

const TOO_LARGE = 'these patterns need more than 32,767 tests';
const TOO_LARGE_HINT = 'put several elements one behind the other';

const HINT = "a clause is OFFSET/VALUE or OFFSET/VALUE%MASK in hexadecimal digits, like '12/0800'";

export function mismatch(texts: string[], outputs: number): string {
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
  return `${count(texts.length, 'pattern')} for ${count(outputs, 'output')}; there must be one for each`;
}

/** Warns of patterns that earlier ones leave nothing to. */
export function reportUnused(texts: string[], used: Set<number>, report: (finding: Finding) => void): void {
  texts.forEach((_, index) => {
    const message = `no packet leaves through output ${index}: this pattern matches nothing that is left`;
    if (!used.has(index)) report({ index, severity: 'warning', message });
  });
}

function readPattern(text: string, report: Report): Expression {
  if (text === '-') return true;
  const clauses: Expression[] = [];
  for (let at = skipBlanks(text, 0); at < text.length; at = skipBlanks(text, at)) {
    const clause = clauseAt(text, at);
    if (!clause) {
      const end = /\s|$/.exec(text.substring(at))!.index + at;
      report(`'${text.substring(at, end)}' is no clause of a pattern`, at, end);
      break;
    }
    const { negated, offset, value, mask, end } = clause;
    const problem = problemOf(offset, value, mask);
    if (problem) report(problem, at, end);
    else {
      const words = readClause(offset, value, mask);
      clauses.push(negated ? { op: 'not', of: words } : words);
    }
    at = end;
  }
  return and(clauses);
}

/**
 * `OFFSET/VALUE` or `OFFSET/VALUE%MASK`, perhaps behind a `!`; undefined where none stands. Not by a regular
 * expression, which V8 compiles at its first use: that took longer than to read most configurations' patterns.
 */
function clauseAt(text: string, at: number) {
  const negated = text[at] === '!';
  const start = negated ? skipBlanks(text, at + 1) : at;
  const slash = skip(text, start, DIGIT);
  const valueEnd = skip(text, slash + 1, HEX);
  if (slash === start || text[slash] !== '/' || valueEnd === slash + 1) return undefined;
  const end = text[valueEnd] === '%' ? skip(text, valueEnd + 1, HEX) : valueEnd;
  return {
    negated,
    offset: Number(text.substring(start, slash)),
    value: text.substring(slash + 1, valueEnd),
    mask: end > valueEnd ? text.substring(valueEnd + 1, end) : undefined,
    end,
  };
}

function problemOf(offset: number, value: string, mask: string | undefined): string | undefined {
  if (offset + value.length / 2 > MOST_OFFSET) return `offset ${offset} is larger than any packet`;
  if (value.length < 2) return `'${value}' has less than 2 digits`;
  if (value.length % 2 !== 0) return `'${value}' has an odd number of digits`;
  if (mask === undefined || mask.length === value.length) return undefined;
  return `mask '${mask}' has ${mask.length > value.length ? 'more' : 'fewer'} digits than value '${value}'`;
}

/** A test for each word that the bytes from `offset` on are in. */
function readClause(offset: number, value: string, mask = ''): Expression {
  const words: Expression[] = [];
  const end = offset + value.length / 2;
  for (let word = offset - (offset % 4); word < end; word += 4) {
    let [wordMask, wordValue] = [0, 0];
    for (let byte = Math.max(word, offset); byte < Math.min(word + 4, end); byte++) {
      const at = 2 * (byte - offset);
      const own = digits(value.substring(at, at + 2));
      const extra = mask === '' ? { mask: 0xff, value: 0xff } : digits(mask.substring(at, at + 2));
      const shift = 24 - 8 * (byte - word);
      wordMask |= (own.mask & extra.mask & extra.value) << shift;
      wordValue |= own.value << shift;
    }
    words.push(test(BASE.front, word, wordMask, wordValue));
  }
  return and(words);
}

/** Two digits; `?` stands for any. */
function digits(text: string): { mask: number; value: number } {
  const mask = (text[0] === '?' ? 0 : 0xf0) | (text[1] === '?' ? 0 : 0x0f);
  return { mask, value: Number.parseInt(text.replaceAll('?', '0'), 16) };
}

function skipBlanks(text: string, at: number): number {
  while (isAt(text, at, BLANK) || text[at] === '\xa0') at++;
  return at;
}
