import { splitWords } from '../../click-config-parser/index.ts';
import { isRuntime } from '../spec.ts';
import { findRewriter } from './element.ts';
import { parseInteger, parseUnsigned } from './integer.ts';
import { join } from './ip-routes.ts';
import { miscount } from './lists.ts';
import { FLAGS, INPUT, INPUT_SIZE, readPattern } from './rewriter-pattern.ts';
import { type Context, type ListParser, type Parser, Refusal } from './value.ts';

const KINDS = { drop: 0, pass: 1, keep: 2, pattern: 3, mapper: 4 } as const;

const MAPPERS = ['RoundRobinIPMapper', 'SourceIPHashMapper'];

/** In our runtime. */
const MOST_INPUTS = 256;

/** What a rewriter does with the flows that arrive at each of its inputs, as struct rewriter_input. */
export const parseRewriterInputs: ListParser = (texts, context, report) => {
  const missing = miscount(texts.length, context);
  const many = context.inputs > MOST_INPUTS && isRuntime(context.target);
  const wrong =
    missing ?? (many ? `${context.element.className} has at most ${MOST_INPUTS} inputs` : undefined);
  if (wrong) report({ index: texts.length - 1, severity: 'error', message: wrong });
  return records(texts, context, report, readInput, wrong !== undefined, 'input spec');
};

/** Patterns with outputs, as struct rewriter_input: those that a mapper chooses from. */
export const parseRewriterPatterns: ListParser = (texts, context, report) => {
  if (texts.length === 0) report({ index: 0, severity: 'error', message: 'a pattern is missing' });
  if (texts.length === 1) report({ index: 0, severity: 'warning', message: 'there is one pattern only' });
  return records(texts, context, report, readPatternWithOutputs, texts.length === 0, 'pattern');
};

/** Entries `NAME PATTERN`; they have their effect where the names are used. */
export const parsePatternEntries: ListParser = (texts, context, report) => {
  const seen = new Set<string>();
  for (const [index, text] of texts.entries()) {
    const [name, ...pattern] = wordsOf(text);
    if (name === undefined) continue;
    const problem = seen.has(name) ? `there is a pattern '${name}' already` : readPattern(pattern, context);
    if (typeof problem === 'string') report({ index, severity: 'error', message: problem });
    seen.add(name);
  }
  return new Uint8Array();
};

/** Rewriters with the output that their first output stands for, `NAME[:OUTPUT]`: struct rewriter_use. */
export const parseRewriters: Parser = (text, context) => {
  const uses: Uint8Array[] = [];
  for (const word of wordsOf(text)) {
    const [, name, digits] = /^([^:]*)(?::(.*))?$/s.exec(word)!;
    const rewriter = findRewriter(name!, context);
    const offset = digits === undefined ? -1 : parseUnsigned(digits, 0xffff);
    if (rewriter === undefined || offset === undefined)
      return new Refusal(`must be a list of rewriters, which '${word}' is not`, undefined, true);
    if (offset >= 0 && offset + context.elements.outputsOf(rewriter) > context.outputs)
      return new Refusal(
        `needs more than the ${context.outputs} outputs in use for '${word}'`,
        undefined,
        true,
      );
    uses.push(new Uint8Array(Int16Array.of(rewriter, offset).buffer));
  }
  return uses.length > 0 ? join(uses) : new Refusal('must name a rewriter');
};

function records(
  texts: string[],
  context: Context,
  report: Parameters<ListParser>[2],
  read: (text: string, context: Context) => Uint8Array | string,
  wrong: boolean,
  what: string,
): Uint8Array | undefined {
  const parsed = texts.map((text) => read(text, context));
  const whole = parsed.every((input) => typeof input !== 'string');
  const inputs = whole ? parsed.map((input) => withinReach(input, context)) : parsed;
  for (const [index, input] of inputs.entries())
    if (typeof input === 'string')
      report({ index, severity: 'error', message: `${what} ${index}: ${input}` });
  const right = inputs.filter((input) => typeof input !== 'string');
  return !wrong && right.length === inputs.length ? join(right) : undefined;
}

function readInput(text: string, context: Context): Uint8Array | string {
  const [word = '', ...rest] = wordsOf(text);
  switch (word) {
    case 'pass':
    case 'passthrough':
    case 'nochange':
      return readPass(rest, context.outputs);
    case 'keep':
      return withOutputs(new Uint8Array(INPUT_SIZE), KINDS.keep, rest, context.outputs);
    case 'drop':
    case 'discard':
      return rest.length === 0 ? new Uint8Array(INPUT_SIZE) : `nothing may stand behind ${word}`;
    case 'pattern':
    case 'xpattern':
      return readPatternWithin(rest, context, context.outputs);
  }
  return readMapper(word, rest, context);
}

function readPass(words: string[], outputs: number): Uint8Array | string {
  const output = words.length === 0 ? 0n : parseInteger(words[0]!);
  if (output === undefined || words.length > 1) return "write 'pass', 'pass OUTPUT', 'nochange' or so";
  if (output < 0n || output >= BigInt(outputs)) return noOutput(output, outputs);
  const record = new Uint8Array(INPUT_SIZE);
  record[INPUT.kind] = KINDS.pass;
  new DataView(record.buffer).setUint16(INPUT.forward, Number(output), true);
  return record;
}

/** Which outputs there are is the rewriter's affair. */
function readPatternWithOutputs(text: string, context: Context): Uint8Array | string {
  return readPatternWithin(wordsOf(text), context, 0x10000);
}

function readPatternWithin(words: string[], context: Context, outputs: number): Uint8Array | string {
  if (words.length <= 2) return 'a pattern is SADDR SPORT DADDR DPORT, then two outputs';
  const pattern = readPattern(words.slice(0, -2), context);
  if (typeof pattern === 'string') return pattern;
  return withOutputs(pattern.slice(), KINDS.pattern, words.slice(-2), outputs);
}

/** What some rewriters cannot do is told of once all patterns are right in themselves, as Click does. */
function withinReach(input: Uint8Array | string, { element }: Context): Uint8Array | string {
  const pattern = typeof input !== 'string' && input[INPUT.kind] === KINDS.pattern;
  if (element.className !== 'IPAddrRewriter' || !pattern || changesSourceAlone(input)) return input;
  return 'a pattern of an IPAddrRewriter is SADDR -, then two outputs: it changes the source address alone';
}

function changesSourceAlone(pattern: Uint8Array): boolean {
  const view = new DataView(pattern.buffer, pattern.byteOffset);
  return view.getUint32(INPUT.destination) === 0 && (pattern[INPUT.flags]! & FLAGS.ports) === 0;
}

/** Where packets of a flow leave, and where those that answer them. */
function withOutputs(
  record: Uint8Array,
  kind: number,
  words: string[],
  outputs: number,
): Uint8Array | string {
  const [forward, reply, ...more] = words.map(parseInteger);
  if (forward === undefined || reply === undefined || more.length > 0)
    return 'an output for the flow and one for its answers must stand at the end';
  const wrong = [forward, reply].find((output) => output < 0n || output >= BigInt(outputs));
  if (wrong !== undefined) return noOutput(wrong, outputs);
  record[INPUT.kind] = kind;
  const view = new DataView(record.buffer);
  view.setUint16(INPUT.forward, Number(forward), true);
  view.setUint16(INPUT.reply, Number(reply), true);
  return record;
}

function readMapper(word: string, rest: string[], context: Context): Uint8Array | string {
  const { elements, element, outputs } = context;
  const index = elements.find(word, element.name);
  if (index === undefined) return `'${word}' is neither a specification (${SPECIFICATIONS}) nor an element`;
  if (!MAPPERS.includes(elements.classOf(index))) return `${word} is a ${elements.classOf(index)}, no mapper`;
  if (rest.length > 0) return 'nothing may stand behind the name of a mapper';
  for (const text of elements.argumentsOf(index)) {
    const wrong = outputsOf(text, elements.classOf(index)).find((output) => output >= BigInt(outputs));
    if (wrong !== undefined) return `${word} has a pattern for output ${wrong}, which is not in use here`;
    const pattern = readPatternWithOutputs(text, context);
    if (typeof withinReach(pattern, context) === 'string' && isRuntime(context.target))
      return `${word} has a pattern that an IPAddrRewriter cannot do: it changes the source address alone`;
  }
  const record = new Uint8Array(INPUT_SIZE);
  record[INPUT.kind] = KINDS.mapper;
  new DataView(record.buffer).setUint16(INPUT.mapper, index, true);
  return record;
}

const SPECIFICATIONS = 'pattern, keep, pass, drop';

/** The outputs at the end of a mapper's pattern; behind those of SourceIPHashMapper stands a number. */
function outputsOf(text: string, className: string): bigint[] {
  const words = wordsOf(text);
  const outputs = className === 'SourceIPHashMapper' ? words.slice(-3, -1) : words.slice(-2);
  return words.length > 2 ? outputs.flatMap((word) => parseInteger(word) ?? []) : [];
}

function noOutput(output: bigint, outputs: number): string {
  return `there is no output ${output}: ${outputs} in use`;
}

function wordsOf(text: string): string[] {
  return splitWords(text).map((word) => word.text);
}
