import { ChainBuilder } from './chain-builder.ts';
import { isAt, WORD } from './characters.ts';
import type { Lexer, Report } from './lexer.ts';
import type { ParseOptions } from './parse.ts';
import { PortListBuilder } from './port-list.ts';
import { hintFor, whyUnclosed } from './syntax-hints.ts';
import type {
  BodyNode,
  ChainNode,
  CompoundNode,
  ConfigNode,
  DefineNode,
  ElementClassNode,
  FormalNode,
  GroupNode,
  RequireNode,
  Statement,
  TypeNode,
} from './tree.ts';

/** Compounds and groups may stand in one another up to this depth, as in Click. */
const MAX_DEPTH = 50;

const KEYWORDS = ['elementclass', 'require', 'define', 'provide'];

/** A file, compound or group being read. */
interface Scope {
  /** `{`, `(`, or '' for the file. */
  opener: string;
  start: number;
  /** How many alternatives were read so far. */
  alternatives: number;
}

/** Makes the nodes of the tree and keeps what the grammar must know of its surroundings. */
export class TreeBuilder {
  readonly chain: ChainBuilder;
  readonly ports: PortListBuilder;
  formalsOpen = false;
  isNested = false;
  isGroup = false;
  private readonly lexer: Lexer;
  private readonly report: Report;
  private readonly asClick: boolean;
  private readonly scopes: Scope[] = [{ opener: '', start: 0, alternatives: 0 }];
  private readonly classNames = new Map<string, string>();
  private formalCount = 0;
  /** Offset after the bracket that ended the last compound or group. */
  private scopeEnd = 0;
  private hasDropped = false;
  /** Where the last token without a place ended. */
  private rowEnd = -1;

  constructor(lexer: Lexer, report: Report, { portRanges, asClick }: Required<ParseOptions>) {
    this.asClick = asClick;
    this.lexer = lexer;
    this.report = report;
    this.chain = new ChainBuilder(lexer, report);
    this.ports = new PortListBuilder(report, portRanges);
  }

  // WHAT STANDS AT A PLACE

  isKeyword(word: string): boolean {
    return mayBeginKeyword(word.charCodeAt(0)) && KEYWORDS.includes(word);
  }

  opensStatement(pos: number): boolean {
    const { source } = this.lexer;
    if (isAt(source, pos, WORD)) return true;
    const code = source.charCodeAt(pos);
    if (code === 91 || code === 123 || code === 40) return true;
    return (code === 45 || code === 61) && source.charCodeAt(pos + 1) === 62;
  }

  private isKeywordAt(pos: number): boolean {
    const { source } = this.lexer;
    const keyword = KEYWORDS.find((each) => source.startsWith(each, pos));
    return keyword !== undefined && this.lexer.word(pos) === pos + keyword.length;
  }

  // STATEMENTS

  statements(found: (Statement | undefined)[]): Statement[] {
    if (!this.hasDropped) return found as Statement[];
    return found.filter((statement) => statement !== undefined);
  }

  beginChain(pos: number): boolean {
    if (!this.opensStatement(pos)) return false;
    if (mayBeginKeyword(this.lexer.source.charCodeAt(pos)) && this.isKeywordAt(pos)) return false;
    this.chain.begin(pos);
    return true;
  }

  endChain(): ChainNode | undefined {
    return this.chain.end() ?? this.dropped();
  }

  elementClass(
    name: string,
    nameStart: number,
    body: CompoundNode | undefined,
    synonym: TypeNode | undefined,
  ): ElementClassNode {
    const end = body?.end ?? synonym?.end ?? nameStart + name.length;
    return { kind: 'elementclass', start: nameStart, end, name, nameStart, body, synonym };
  }

  require(config: ConfigNode): RequireNode {
    return { kind: 'require', start: config.start, end: config.end, config };
  }

  define(config: ConfigNode): DefineNode {
    return { kind: 'define', start: config.start, end: config.end, config };
  }

  missingConfig(pos: number): undefined {
    this.report('CF1002', "expected '('", pos, this.lexer.token(pos));
    return this.dropped();
  }

  missingClassName(pos: number): string {
    this.report('CF1007', 'expected the name of an element class', pos, this.lexer.token(pos));
    return '';
  }

  /** A statement that leaves nothing in the tree. */
  dropped(): undefined {
    this.hasDropped = true;
    return undefined;
  }

  // PARTS OF AN ELEMENT

  type(name: string, start: number): TypeNode {
    // The names of classes are few, and each is kept once.
    const known = this.classNames.get(name);
    if (known === undefined) this.classNames.set(name, name);
    return { name: known ?? name, start, end: start + name.length };
  }

  compoundType(body: CompoundNode): TypeNode {
    return { name: '', start: body.start, end: body.end, body };
  }

  missingType(pos: number): TypeNode {
    this.report('CF1006', "an element class is missing after '::'", pos, this.lexer.token(pos));
    return this.type('', pos);
  }

  config(start: number, end: number): ConfigNode {
    return { text: this.lexer.textOf(start, end), start, end };
  }

  unclosedConfig(start: number, pos: number): void {
    const note = { message: "the '(' is here", start: start - 1, end: start };
    const hint = whyUnclosed(this.lexer.source, start);
    this.report('CF1002', "expected ')'", pos, pos, { note, hint });
  }

  noPort(pos: number): void {
    this.report('CF1005', 'expected a port number', pos, this.lexer.token(pos));
    this.ports.close(pos);
  }

  noPortBreak(pos: number): void {
    this.report('CF1005', "expected ',' or ']'", pos, this.lexer.token(pos));
  }

  // COMPOUNDS AND GROUPS

  private get scope(): Scope {
    return this.scopes[this.scopes.length - 1]!;
  }

  /** Begins a compound or group. False when its opening bracket is one too deep. */
  enter(opener: string, pos: number): boolean {
    this.scopes.push({ opener, start: pos, alternatives: 0 });
    this.chain.suspend();
    this.setNesting();
    if (this.scopes.length <= MAX_DEPTH) return true;
    this.report('CF1009', `compounds and groups are nested more than ${MAX_DEPTH} deep`, pos, pos + 1);
    return false;
  }

  /** Ends the innermost compound or group; `end` is the offset after its closing bracket. */
  leave(end: number): void {
    this.scopeEnd = end;
    this.scopes.pop();
    this.chain.resume();
    this.setNesting();
  }

  private setNesting(): void {
    this.isNested = this.scopes.length > 1;
    this.isGroup = this.scope.opener === '(';
    this.chain.isNested = this.isNested;
  }

  unclosed(pos: number): void {
    const { start, opener } = this.scope;
    const note = { message: `the '${opener}' is here`, start, end: start + 1 };
    this.report('CF1002', `expected '${opener === '(' ? ')' : '}'}'`, pos, this.lexer.token(pos), { note });
    this.leave(pos);
  }

  compound(bodies: BodyNode[], start: number): CompoundNode {
    return { kind: 'compound', start, end: this.scopeEnd, bodies };
  }

  group(statements: Statement[], start: number): GroupNode {
    return { kind: 'group', start, end: this.scopeEnd, statements };
  }

  body(
    extensions: number[],
    start: number,
    formals: FormalNode[],
    statements: Statement[],
    end: number,
  ): BodyNode {
    this.scope.alternatives++;
    this.chain.beginBody();
    return { start, end, extendsAt: extensions.at(-1) ?? -1, formals, statements };
  }

  extension(pos: number, isLast: boolean): number {
    if (!isLast || this.scope.alternatives === 0) {
      this.report('CF1012', "'...' should occur last, after one or more compounds", pos, pos + 3);
    }
    return pos;
  }

  // PARAMETERS

  beginFormals(): boolean {
    this.formalsOpen = true;
    this.formalCount = 0;
    return true;
  }

  formal(keyword: string | null, variable: string, start: number): FormalNode {
    this.formalCount++;
    const dollar = this.lexer.source.indexOf('$', start);
    return { keyword: keyword ?? '', variable, start, end: dollar + 1 + variable.length };
  }

  noFormalBreak(pos: number): void {
    const hint = "the parameters of a compound end with '|'";
    this.report('CF1008', "expected ',' or '|'", pos, this.lexer.token(pos), { hint });
    this.formalsOpen = false;
  }

  /** A body may do without parameters, but not end them with a comma. */
  noFormal(pos: number): void {
    if (this.formalCount > 0) this.report('CF1008', 'expected a variable', pos, this.lexer.token(pos));
  }

  // ERRORS

  /** Of a row of them on one line the first says what is wrong. */
  unexpected(pos: number): void {
    const { lexer, rowEnd } = this;
    const end = this.asClick ? lexer.token(pos) : lexer.afterCharacter(pos);
    this.rowEnd = Math.max(rowEnd, end);
    const goesOn = rowEnd >= pos || (rowEnd >= 0 && /^[ \t]*$/.test(lexer.source.substring(rowEnd, pos)));
    if (goesOn && !this.asClick) return;
    const token = lexer.source.substring(pos, end);
    const hint = hintFor(lexer.source, pos, token);
    this.report('CF1001', `syntax error near '${printable(token)}'`, pos, end, { hint });
  }

  unexpectedEnd(pos: number): void {
    this.report('CF1001', 'syntax error at the end of the file', pos, pos);
  }

  nulByte(pos: number): void {
    this.report('CF1014', 'a NUL byte ends the configuration', pos, pos + 1);
  }
}

/** Bytes that are no printable ASCII as Click shows them: `\303`; whole characters as they are. */
function printable(text: string): string {
  if (UTF8.test(text)) return text;
  return text.replace(/[^\x20-\x7e]/g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

/** One character beyond ASCII, encoded. */
const UTF8 =
  /^(?:\xc2[\xa0-\xbf]|[\xc3-\xdf][\x80-\xbf]|[\xe1-\xec][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3})$/;

/** Spares most words the comparison with every keyword. */
function mayBeginKeyword(code: number): boolean {
  return code === 100 || code === 101 || code === 112 || code === 114;
}
