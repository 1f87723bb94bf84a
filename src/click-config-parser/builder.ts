import { isAt, WORD } from './characters.ts';
import type { Lexer, Report } from './lexer.ts';
import { PortListBuilder } from './port-list.ts';
import type {
  BodyNode,
  ChainNode,
  CompoundNode,
  ConfigNode,
  DefineNode,
  ElementClassNode,
  ElementNode,
  FormalNode,
  GroupNode,
  Joint,
  PortsNode,
  RequireNode,
  Statement,
  TypeNode,
} from './tree.ts';

/** Compounds and groups may stand in one another up to this depth, as in Click. */
const MAX_DEPTH = 50;

/** A chain being read. */
interface Chain {
  node: ChainNode;
  isOpen: boolean;
  /** Whether the list being read is the first of the chain. */
  isFirst: boolean;
  /** Number of elements of this list so far. */
  index: number;
  isImplicit: boolean;
  inputs: PortsNode | undefined;
}

/** A file, compound or group being read. */
interface Scope {
  opener: string;
  start: number;
  end: number;
  chain: Chain;
  alternatives: number;
  /** Whether the chain before this one ended in `output`, or there was none. */
  endsInOutput: boolean;
}

/** Makes the nodes of the tree and keeps what the grammar must know of its surroundings. */
export class TreeBuilder {
  readonly ports: PortListBuilder;
  chain: Chain = newChain(0);
  formalsOpen = false;
  isNested = false;
  isGroup = false;
  private readonly lexer: Lexer;
  private readonly report: Report;
  private readonly scopes: Scope[] = [newScope('', 0, this.chain)];
  private hasNull = false;

  constructor(lexer: Lexer, report: Report) {
    this.lexer = lexer;
    this.report = report;
    this.ports = new PortListBuilder(report);
  }

  // WHAT STANDS AT A PLACE

  isKeyword(word: string): boolean {
    return word === 'elementclass' || word === 'require' || word === 'define' || word === 'provide';
  }

  opensStatement(pos: number): boolean {
    const { source } = this.lexer;
    if (isAt(source, pos, WORD)) return true;
    const code = source.charCodeAt(pos);
    if (code === 91 || code === 123 || code === 40) return true;
    return (code === 45 || code === 61) && source.charCodeAt(pos + 1) === 62;
  }

  // STATEMENTS

  statements(found: (Statement | undefined)[]): Statement[] {
    if (!this.hasNull) return found as Statement[];
    return found.filter((statement) => statement !== undefined);
  }

  beginChain(pos: number): boolean {
    if (!this.opensStatement(pos)) return false;
    const { source } = this.lexer;
    const code = source.charCodeAt(pos);
    // Only these letters can begin a keyword, so that most chains are spared the comparison.
    const suspect = code === 100 || code === 101 || code === 112 || code === 114;
    if (suspect && this.isKeyword(source.substring(pos, this.lexer.word(pos)))) return false;
    this.chain = newChain(pos);
    return true;
  }

  endChain(): ChainNode | undefined {
    const { node } = this.chain;
    this.scope.endsInOutput = endsInOutput(node.elements);
    if (node.elements.length > 0) return node;
    return this.dropped();
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
    this.hasNull = true;
    return undefined;
  }

  // ELEMENTS

  element(
    core: string | CompoundNode | GroupNode,
    type: TypeNode | null,
    config: ConfigNode | null,
    outputs: PortsNode | null,
    start: number,
  ): void {
    const isName = typeof core === 'string';
    this.add(
      isName ? core : '',
      start,
      isName ? start + core.length : core.end,
      isName ? undefined : core,
      type ?? undefined,
      config ?? undefined,
      outputs ?? undefined,
      false,
    );
  }

  /** `input` at the beginning of a chain, `output` at its end. */
  implicitElement(pos: number): void {
    const { chain } = this;
    if (chain.isFirst && chain.inputs === undefined && !this.scope.endsInOutput) {
      const arrow = this.lexer.source.substring(pos, pos + 2);
      const message = `a chain that begins with '${arrow}' stands for 'input ${arrow}'`;
      this.report('CF1013', message, pos, pos + 2);
    }
    chain.isImplicit = true;
    const outputs = chain.isFirst ? chain.inputs : undefined;
    if (chain.isFirst) chain.inputs = undefined;
    const name = chain.isFirst ? 'input' : 'output';
    const ports = outputs ?? chain.inputs;
    this.add(name, ports?.start ?? pos, ports?.end ?? pos, undefined, undefined, undefined, outputs, true);
  }

  private add(
    name: string,
    start: number,
    end: number,
    body: CompoundNode | GroupNode | undefined,
    type: TypeNode | undefined,
    config: ConfigNode | undefined,
    outputs: PortsNode | undefined,
    implicit: boolean,
  ): void {
    const { chain } = this;
    const { inputs } = chain;
    chain.node.elements.push({
      name,
      start,
      end,
      body,
      type,
      config,
      inputs,
      outputs,
      implicit,
      joint: '',
      jointAt: end,
    });
    chain.inputs = undefined;
    chain.index++;
  }

  joint(joint: Joint, pos: number): void {
    const { chain } = this;
    const last = chain.node.elements.at(-1);
    if (last !== undefined) {
      last.joint = joint;
      last.jointAt = pos;
    }
    if (joint === ',') return;
    if (chain.isImplicit && !chain.isFirst) {
      this.report('CF1011', 'implicit ports are used in the middle of a chain', pos, pos + 2);
    }
    chain.isFirst = false;
    chain.isImplicit = false;
    chain.index = 0;
  }

  type(name: string, body: CompoundNode | undefined, start: number): TypeNode {
    return { name, start, end: body === undefined ? start + name.length : body.end, body };
  }

  missingType(pos: number): TypeNode {
    this.report('CF1006', "an element class is missing after '::'", pos, this.lexer.token(pos));
    return this.type('', undefined, pos);
  }

  config(start: number, end: number): ConfigNode {
    return { text: this.lexer.textOf(start, end), start, end };
  }

  // PLACES IN A LIST WITHOUT AN ELEMENT

  beginsImplicitly(): boolean {
    const { chain } = this;
    return this.isNested && chain.isFirst && (chain.inputs !== undefined || chain.index === 0);
  }

  endsImplicitly(): boolean {
    const { chain } = this;
    return this.isNested && !chain.isFirst && (chain.inputs !== undefined || chain.index === 0);
  }

  /** After a comma Click drops the token that stands where an element was due, and says nothing. */
  dropsElement(pos: number): boolean {
    const { chain } = this;
    if (chain.inputs !== undefined) {
      const { start, end } = chain.inputs;
      this.report('CF1010', 'these ports belong to no element', start, Math.max(end, start + 1));
      chain.inputs = undefined;
      chain.node.end = pos;
    }
    return chain.index > 0;
  }

  /** In a compound or group the token is left for the statement that follows. */
  leavesChain(): boolean {
    if (!this.isNested || !this.chain.isFirst) return false;
    this.chain.isOpen = false;
    return true;
  }

  // PORTS

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

  /** False when this opening bracket is one too deep. */
  enter(opener: string, pos: number): boolean {
    this.scopes.push(newScope(opener, pos, this.chain));
    this.isNested = true;
    this.isGroup = opener === '(';
    if (this.scopes.length <= MAX_DEPTH) return true;
    this.report('CF1009', `compounds and groups are nested more than ${MAX_DEPTH} deep`, pos, pos + 1);
    return false;
  }

  /** Ends the innermost compound or group at `end`, the offset after its closing bracket. */
  leave(end: number): void {
    const { chain } = this.scope;
    this.ended = { start: this.scope.start, end };
    this.scopes.pop();
    this.chain = chain;
    this.isNested = this.scopes.length > 1;
    this.isGroup = this.scope.opener === '(';
  }

  private ended = { start: 0, end: 0 };

  unclosed(pos: number): void {
    const { start, opener } = this.scope;
    const closer = opener === '(' ? ')' : '}';
    this.report('CF1002', `expected '${closer}'`, pos, this.lexer.token(pos), {
      message: `the '${opener}' is here`,
      start,
      end: start + 1,
    });
    this.leave(pos);
  }

  compound(bodies: BodyNode[], start: number): CompoundNode {
    return { kind: 'compound', start, end: this.ended.end, bodies };
  }

  group(statements: Statement[], start: number): GroupNode {
    return { kind: 'group', start, end: this.ended.end, statements };
  }

  body(
    extensions: number[],
    start: number,
    formals: FormalNode[],
    statements: Statement[],
    end: number,
  ): BodyNode {
    this.scope.alternatives++;
    this.scope.endsInOutput = true;
    return { start, end, extendsAt: extensions.at(-1) ?? -1, formals, statements };
  }

  extension(pos: number, isLast: boolean): number {
    if (!isLast || this.scope.alternatives === 0) {
      this.report('CF1012', "'...' should occur last, after one or more compounds", pos, pos + 3);
    }
    return pos;
  }

  beginFormals(): boolean {
    this.formalsOpen = true;
    this.formalCount = 0;
    return true;
  }

  private formalCount = 0;

  formal(keyword: string | null, variable: string, start: number): FormalNode {
    this.formalCount++;
    const dollar = this.lexer.source.indexOf('$', start);
    return { keyword: keyword ?? '', variable, start, end: dollar + 1 + variable.length };
  }

  badFormals(message: string, pos: number): void {
    this.report('CF1008', message, pos, this.lexer.token(pos));
    this.formalsOpen = false;
  }

  missingFormal(pos: number): void {
    if (this.formalCount > 0) this.badFormals('expected a variable', pos);
  }

  // ERRORS

  unexpected(pos: number): void {
    const end = this.lexer.token(pos);
    this.report(
      'CF1001',
      `syntax error near '${printable(this.lexer.source.substring(pos, end))}'`,
      pos,
      end,
    );
  }

  unexpectedEnd(pos: number): void {
    this.report('CF1001', 'syntax error at the end of the file', pos, pos);
  }

  unclosedConfig(start: number, pos: number): void {
    const note = { message: "the '(' is here", start: start - 1, end: start };
    this.report('CF1002', "expected ')'", pos, pos, note);
  }

  nulByte(pos: number): void {
    this.report('CF1014', 'a NUL byte ends the configuration', pos, pos + 1);
  }
}

function newChain(start: number): Chain {
  const node: ChainNode = { kind: 'chain', start, end: start, elements: [] };
  return { node, isOpen: true, isFirst: true, index: 0, isImplicit: false, inputs: undefined };
}

function newScope(opener: string, start: number, chain: Chain): Scope {
  return { opener, start, end: start, chain, alternatives: 0, endsInOutput: true };
}

function endsInOutput(elements: ElementNode[]): boolean {
  const last = elements.at(-1);
  if (last === undefined || last.name !== 'output' || last.type !== undefined) return false;
  return elements.at(-2)?.joint !== ',';
}

/** Bytes that are no printable ASCII as Click shows them: `\303`. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
