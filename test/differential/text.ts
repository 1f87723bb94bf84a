import { splitArguments } from '../../src/click-config-parser/index.ts';
import type { Graph, GraphElement, Link } from './graph.ts';
import type { Tape } from './tape.ts';

/**
 * The graph as text that uses all of the language: elements in compounds with parameters, compounds in compounds, in
 * groups, overloaded, behind variables. Elements that are spoken of by name stay at the top.
 */
export class TextWriter {
  readonly #graph: Graph;
  readonly #tape: Tape;
  readonly #lines: string[] = [];
  readonly #named: Set<string>;
  #serial = 0;

  constructor(graph: Graph, tape: Tape) {
    this.#graph = graph;
    this.#tape = tape;
    const names = new Set(graph.elements.map(({ name }) => name));
    const speak = graph.elements.filter(({ config }) => words(config).some((word) => names.has(word)));
    const spoken = graph.elements.flatMap(({ config }) => words(config).filter((word) => names.has(word)));
    this.#named = new Set([...speak.map(({ name }) => name), ...spoken]);
  }

  write(): string {
    for (const element of this.#graph.elements) this.#declare(element);
    for (const link of this.#graph.links) this.#connect(link);
    return `${this.#lines.join('\n')}\n`;
  }

  #declare(element: GraphElement): void {
    const { name, config, ninputs, noutputs } = element;
    const type = element.spec.class;
    const isBare = this.#named.has(name) || ninputs + noutputs === 0;
    const plain = config === '' ? type : `${type}(${config})`;
    switch (isBare ? 9 : this.#tape.pick(10)) {
      case 0:
        this.#lines.push(`${name} :: { ${body(plain, element)} };`);
        break;
      case 1:
        this.#withParameters(element, false);
        break;
      case 2:
        this.#withParameters(element, true);
        break;
      case 3:
        this.#overloaded(element, plain);
        break;
      case 4:
        this.#variable(element);
        break;
      default:
        this.#lines.push(`${name} :: ${plain};`);
    }
  }

  /** A class whose parameters are the element's arguments; `isDeep` puts another compound around it. */
  #withParameters(element: GraphElement, isDeep: boolean): void {
    const texts = splitArguments(element.config).map(({ text }) => text);
    const serial = this.#serial++;
    const formals = texts.map((_, i) => `$p${i}`);
    const head = formals.length > 0 ? `${formals.join(', ')} | ` : '';
    const call = formals.length > 0 ? `(${formals.join(', ')})` : '';
    this.#lines.push(`elementclass C${serial} { ${head}${body(`${element.spec.class}${call}`, element)} }`);
    if (isDeep) this.#lines.push(`elementclass D${serial} { ${head}${body(`C${serial}${call}`, element)} }`);
    this.#lines.push(`${element.name} :: ${isDeep ? 'D' : 'C'}${serial}(${texts.join(', ')});`);
  }

  /** A class with versions that differ in their number of parameters. */
  #overloaded(element: GraphElement, plain: string): void {
    const serial = this.#serial++;
    const other = '$a, $b, $c | input -> Null -> output';
    this.#lines.push(`elementclass O${serial} { ${other} || $x | ${body(plain, element)} }`);
    this.#lines.push(`${element.name} :: O${serial}(nothing);`);
  }

  /** A variable for the last argument. */
  #variable({ name, spec, config }: GraphElement): void {
    const texts = splitArguments(config).map(({ text }) => text);
    const last = texts.pop();
    if (last === undefined || last === '') {
      this.#lines.push(`${name} :: ${spec.class}(${config});`);
      return;
    }
    const variable = `$v${this.#serial++}`;
    this.#lines.push(
      `define(${variable} ${last});`,
      `${name} :: ${spec.class}(${[...texts, variable].join(', ')});`,
    );
  }

  #connect({ from, fromPort, to, toPort }: Link): void {
    const [source, target] = [this.#graph.elements[from]!.name, this.#graph.elements[to]!.name];
    const output = fromPort === 0 && this.#tape.chance(50) ? '' : ` [${fromPort}]`;
    const input = toPort === 0 && this.#tape.chance(50) ? '' : `[${toPort}] `;
    const middle = this.#middle();
    this.#lines.push(`${source}${output} -> ${middle}${input}${target};`);
  }

  /** What hands packets on, now and then. */
  #middle(): string {
    switch (this.#tape.pick(12)) {
      case 1:
        return 'Null -> ';
      case 2:
        return '(-> Null ->) -> ';
      case 3:
        return '{ input -> Null -> { -> Null -> Null -> } -> output } -> ';
      case 4:
        return `n${this.#serial++} :: Null -> `;
      default:
        return '';
    }
  }
}

/** An element between the ports of a compound. */
function body(plain: string, { ninputs, noutputs }: GraphElement): string {
  const inputs = Array.from({ length: ninputs }, (_, port) => `input [${port}] -> [${port}] e;`);
  const outputs = Array.from({ length: noutputs }, (_, port) => `e [${port}] -> [${port}] output;`);
  return [`e :: ${plain};`, ...inputs, ...outputs].join(' ');
}

function words(config: string): string[] {
  return config.match(/[\w@/]+/g) ?? [];
}
