import type { Lexer, Report } from './lexer.ts';
import type {
  ChainNode,
  CompoundNode,
  ConfigNode,
  ElementNode,
  GroupNode,
  Joint,
  PortsNode,
  TypeNode,
} from './tree.ts';

/** What must be kept of a chain while a compound or group inside it is read. */
interface Suspended {
  start: number;
  first: ElementNode | undefined;
  last: ElementNode | undefined;
  isFirst: boolean;
  index: number;
  isImplicit: boolean;
  inputs: PortsNode | undefined;
  endsInOutput: boolean;
}

/** Gathers the elements of the chain being read. */
export class ChainBuilder {
  isOpen = false;
  isNested = false;
  /** The ports written before the element that is due. */
  inputs: PortsNode | undefined;
  private start = 0;
  private first: ElementNode | undefined;
  private last: ElementNode | undefined;
  /** Whether the list being read is the first of the chain. */
  private isFirst = true;
  /** Number of elements of this list so far. */
  private index = 0;
  private isImplicit = false;
  /** Whether the chain before this one ended in `output`, or there was none. */
  private endsInOutput = true;
  private readonly suspended: Suspended[] = [];
  private readonly lexer: Lexer;
  private readonly report: Report;

  constructor(lexer: Lexer, report: Report) {
    this.lexer = lexer;
    this.report = report;
  }

  begin(start: number): void {
    this.start = start;
    this.first = undefined;
    this.last = undefined;
    this.isOpen = true;
    this.isFirst = true;
    this.index = 0;
    this.isImplicit = false;
    this.inputs = undefined;
  }

  /** Undefined for a chain in which no element could be read. */
  end(): ChainNode | undefined {
    const { first, last } = this;
    this.endsInOutput = last?.name === 'output' && last.type === undefined && this.index === 1;
    if (first === undefined || last === undefined) return undefined;
    return { kind: 'chain', start: this.start, end: last.outputs?.end ?? last.end, first };
  }

  /** Sets the chain aside for those of a compound or group inside it. */
  suspend(): void {
    const { start, first, last, isFirst, index, isImplicit, inputs, endsInOutput } = this;
    this.suspended.push({ start, first, last, isFirst, index, isImplicit, inputs, endsInOutput });
    this.endsInOutput = true;
  }

  resume(): void {
    Object.assign(this, this.suspended.pop());
    this.isOpen = true;
  }

  /** Each alternative of a compound begins anew. */
  beginBody(): void {
    this.endsInOutput = true;
  }

  element(
    core: string | CompoundNode | GroupNode,
    type: TypeNode | null,
    config: ConfigNode | null,
    outputs: PortsNode | null,
    start: number,
  ): void {
    const { inputs } = this;
    if (typeof core !== 'string')
      this.add(
        '',
        start,
        core.end,
        core,
        type ?? undefined,
        config ?? undefined,
        outputs ?? undefined,
        false,
      );
    else if (config === null && outputs === null && inputs === undefined)
      this.append({
        name: core,
        start,
        end: start + core.length,
        type: type ?? undefined,
        joint: '',
        next: undefined,
      });
    else {
      const end = start + core.length;
      this.add(
        core,
        start,
        end,
        undefined,
        type ?? undefined,
        config ?? undefined,
        outputs ?? undefined,
        false,
      );
    }
  }

  /** `input` at the beginning of a chain, `output` at its end. */
  implicitElement(pos: number): void {
    const { inputs, isFirst } = this;
    if (isFirst && inputs === undefined && !this.endsInOutput) {
      const arrow = this.lexer.source.substring(pos, pos + 2);
      const message = `a chain that begins with '${arrow}' stands for 'input ${arrow}'`;
      this.report('CF1013', message, pos, pos + 2);
    }
    this.isImplicit = true;
    if (isFirst) this.inputs = undefined;
    const start = inputs?.start ?? pos;
    const end = inputs?.end ?? pos;
    const outputs = isFirst ? inputs : undefined;
    this.add(isFirst ? 'input' : 'output', start, end, undefined, undefined, undefined, outputs, true);
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
    const { inputs } = this;
    this.append({
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
      next: undefined,
    });
    this.inputs = undefined;
  }

  private append(node: ElementNode): void {
    if (this.last === undefined) this.first = node;
    else this.last.next = node;
    this.last = node;
    this.index++;
  }

  joint(joint: Joint, pos: number): void {
    if (this.last !== undefined) this.last.joint = joint;
    if (joint === ',') return;
    if (this.isImplicit && !this.isFirst) {
      this.report('CF1011', 'implicit ports are used in the middle of a chain', pos, pos + 2);
    }
    this.isFirst = false;
    this.isImplicit = false;
    this.index = 0;
  }

  // PLACES IN A LIST WITHOUT AN ELEMENT

  beginsImplicitly(): boolean {
    return this.isNested && this.isFirst && (this.inputs !== undefined || this.index === 0);
  }

  endsImplicitly(): boolean {
    return this.isNested && !this.isFirst && (this.inputs !== undefined || this.index === 0);
  }

  hasImplicitPorts(): boolean {
    return this.isNested && this.inputs !== undefined;
  }

  /** After a comma Click drops the token that stands where an element was due, and says nothing. */
  dropsElement(): boolean {
    const { inputs } = this;
    if (inputs !== undefined)
      this.report('CF1010', 'these ports belong to no element', inputs.start, inputs.end);
    this.inputs = undefined;
    return this.index > 0;
  }

  /** In a compound or group the token is left for the statement that follows. */
  leaves(): boolean {
    if (!this.isNested || !this.isFirst) return false;
    this.isOpen = false;
    return true;
  }
}
