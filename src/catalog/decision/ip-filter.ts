import { BLANK, skip, TERM } from '../../click-config-parser/characters.ts';
import { unquote } from '../../click-config-parser/index.ts';
import { parseInteger } from '../arguments/integer.ts';
import type { Context, Finding, ListParser } from '../arguments/value.ts';
import { compileOrReport, mismatch, reportUnused } from './classifier.ts';
import { and, type Expression, NONE, or, type Rule } from './expression.ts';
import { complete, conditionOf, type FullTest } from './ip-condition.ts';
import { ExpressionError, parseExpression, type SyntaxNode, type TestNode } from './ip-syntax.ts';
import { readTest } from './ip-test.ts';
import { isQualifier } from './ip-words.ts';

/** What is wrong with a pattern or worth a word: bytes `start` to `end` of its text. */
type Remark = Omit<Finding, 'index'>;

/** IPFilter's rules, `ACTION EXPRESSION` each, as a decision program. */
export const parseIpFilterRules: ListParser = (texts, context, report) => {
  const rules = readAll(texts, report, (text, remark) => readRule(text, context, remark));
  return rules && compileOrReport(rules, report)?.bytes;
};

/** IPClassifier's expressions, one an output, as a decision program. */
export const parseIpClassifierPatterns: ListParser = (texts, context, report) => {
  const { outputs } = context;
  const complain = (message: string): Finding => {
    return { index: Math.min(texts.length, outputs), severity: 'error', message };
  };
  if (texts.length !== outputs) report(complain(mismatch(texts, outputs)));
  const conditions = readAll(texts, report, (text, remark) => readCondition(text, 0, context, remark));
  if (conditions === undefined || texts.length !== outputs) return undefined;
  const program = compileOrReport(
    conditions.map((condition, output) => ({ condition, output })),
    report,
  );
  if (!program) return undefined;
  reportUnused(texts, program.outputs, report);
  return program.bytes;
};

/** Reads every pattern, so that every wrong one is reported; undefined when one is. */
function readAll<T>(
  texts: string[],
  report: (finding: Finding) => void,
  read: (text: string, remark: (remark: Remark) => void) => T,
): T[] | undefined {
  let wrong = false;
  const results = texts.map((text, index) =>
    read(unquote(text), (remark) => {
      if (remark.severity === 'error') wrong = true;
      // Places in a text that was quoted are not places in the source.
      const { start: _, end: __, ...whole } = remark;
      report({ index, ...(unquote(text) === text ? remark : whole) });
    }),
  );
  return wrong ? undefined : results;
}

function readRule(text: string, context: Context, remark: (remark: Remark) => void): Rule {
  const start = skip(text, 0, BLANK);
  const end = skip(text, start, TERM);
  const condition = readCondition(text.substring(end), end, context, remark);
  return { condition, output: readAction(text.substring(start, end), context.outputs, remark) };
}

function readAction(action: string, outputs: number, remark: (remark: Remark) => void): number {
  if (action === 'deny' || action === 'drop') return NONE;
  const output = action === 'allow' ? 0 : Number(parseInteger(action) ?? Number.NaN);
  const refuse = (message: string, hint?: string) =>
    remark({ severity: 'error', message, start: 0, end: action.length, ...(hint ? { hint } : {}) });
  if (Number.isNaN(output))
    refuse(`'${action}' is no action`, "a rule begins with 'allow', 'deny', 'drop' or an output");
  else if (output < 0 || output >= outputs)
    refuse(
      `'${action}' sends packets to output ${output}, and ${outputs} ${outputs === 1 ? 'is' : 'are'} in use`,
    );
  return output;
}

/** The condition of an expression that begins at byte `start` of its pattern. */
function readCondition(
  text: string,
  start: number,
  context: Context,
  remark: (remark: Remark) => void,
): Expression {
  if (['', '-', 'any', 'all'].includes(text.trim())) return true;
  const at = (place: { start: number; end: number }) => ({
    start: start + place.start,
    end: start + place.end,
  });
  try {
    const warn = (message: string, node: TestNode) =>
      remark({ severity: 'warning', message, ...at(placeOf(node)) });
    return new Translator(context, warn).translate(parseExpression(text, isQualifier));
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { message, hint } = error;
    remark({ severity: 'error', message, ...at(error), ...(hint ? { hint } : {}) });
    return false;
  }
}

/** Makes conditions of what was parsed. Tests may leave out what the one before them has said. */
class Translator {
  readonly #context: Context;
  readonly #warn: (message: string, node: TestNode) => void;
  #before: FullTest | undefined;

  constructor(context: Context, warn: (message: string, node: TestNode) => void) {
    this.#context = context;
    this.#warn = warn;
  }

  translate(node: SyntaxNode): Expression {
    switch (node.op) {
      case 'constant':
        return node.value;
      case 'not':
        return { op: 'not', of: this.translate(node.part) };
      case 'and':
        return and(node.parts.map((part) => this.translate(part)));
      case 'or':
        return or(node.parts.map((part) => this.translate(part)));
      case 'if': {
        const [test, yes, no] = [node.test, node.yes, node.no].map((part) => this.translate(part));
        return { op: 'if', test: test!, yes: yes!, no: no! };
      }
      case 'test':
        return this.#test(node);
    }
  }

  #test(node: TestNode): Expression {
    const given = readTest(node, this.#context);
    try {
      const full = complete(given, this.#before);
      const condition = conditionOf(full, (message) => this.#warn(message, node));
      this.#before = full;
      return condition;
    } catch (error) {
      if (!(error instanceof ExpressionError) || error.start >= 0) throw error;
      const { start, end } = placeOf(node);
      throw new ExpressionError(error.message, start, end, error.hint);
    }
  }
}

function placeOf({ qualifiers, brackets, relation, value, valueMask, mask }: TestNode) {
  const words = [...qualifiers, brackets, mask, relation, value, valueMask].filter((word) => word != null);
  return { start: words[0]!.start, end: words[words.length - 1]!.end };
}
