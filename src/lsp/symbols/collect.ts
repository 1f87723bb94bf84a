import {
  type BodyNode,
  type ChainNode,
  type CompoundNode,
  type ConfigNode,
  type DefineNode,
  type ElementClassNode,
  type ElementNode,
  elementsOf,
  parse,
  type RequireNode,
  type Statement,
  shiftWord,
  splitArguments,
  splitWords,
  type Tree,
  type TypeNode,
  unquote,
} from '../../click-config-parser/index.ts';
import { ClassNames } from './class-names.ts';
import {
  type ClassTarget,
  type ClickSymbol,
  newScope,
  type Place,
  type SymbolScope,
  type Symbols,
} from './symbol.ts';

export interface CollectOptions {
  /** Whether Click has a class of this name. */
  isPrimitive: (name: string) => boolean;
  /** A library's path and text (latin1), by its name and the file that asks for it. */
  readLibrary: (name: string, from: string) => { file: string; source: string } | undefined;
}

/**
 * Finds what every name in a tree stands for, by Click's own order: a class name first, then an element of the scope.
 * Names inside configuration strings are left for `resolveConfigs`, since they may be declared later.
 */
export function collect(tree: Tree, options: CollectOptions): Symbols {
  const collector = new Collector(tree, options);
  collector.statements(tree.statements);
  return collector.result;
}

class Collector {
  readonly result: Symbols;
  private readonly options: CollectOptions;
  private readonly classes: ClassNames;
  private readonly libraries: Set<string>;
  private scope: SymbolScope;
  private file: string;
  private source: string;

  constructor(tree: Tree, options: CollectOptions) {
    this.file = tree.file;
    this.source = tree.source;
    this.scope = newScope(undefined, this.place(0, tree.source.length));
    this.result = { root: this.scope, scopes: [this.scope], occurrences: [], configs: [] };
    this.options = options;
    this.classes = new ClassNames(options.isPrimitive);
    this.libraries = new Set([tree.file]);
  }

  statements(list: Statement[]): void {
    for (const statement of list) {
      if (statement.kind === 'chain') this.chain(statement);
      else if (statement.kind === 'elementclass') this.elementClass(statement);
      else if (statement.kind === 'define') this.define(statement);
      else this.require(statement);
    }
  }

  // ELEMENTS

  private chain(node: ChainNode): void {
    const elements = elementsOf(node);
    const shared = sharedType(elements);
    for (const element of elements) this.element(element, shared);
  }

  private element(node: ElementNode, shared: ElementNode | undefined): void {
    if (node.implicit) return;
    if (node.body?.kind === 'group') this.statements(node.body.statements);
    else if (node.body) this.useConfig(node.config, this.anonymous(node.body));
    else if (node.type) this.declare(node, node.type);
    else if (!this.refer(node) && shared?.type) this.declare(node, shared.type);
  }

  private anonymous(body: CompoundNode): ClassTarget {
    const place = this.place(body.start, body.end);
    const bodies = this.compound(body);
    return { kind: 'class', name: '', place, range: place, scope: this.scope, bodies };
  }

  /** Takes a name without `::` for a class, else for an element that is known. */
  private refer({ name, start, end, config }: ElementNode): boolean {
    const target = this.classes.find(name) ?? this.scope.elements.get(name);
    if (target === undefined) return false;
    this.occurs(this.place(start, end), target);
    if (target.kind !== 'element') this.useConfig(config, target);
    return true;
  }

  private declare(node: ElementNode, type: TypeNode): void {
    const target = type.body ? this.anonymous(type.body) : this.classes.find(type.name);
    // A list shares one class; only the element that it is written behind refers to it.
    if (target && type === node.type && !type.body) this.occurs(this.place(type.start, type.end), target);
    if (type === node.type) this.useConfig(node.config, target);
    const known = this.scope.elements.get(node.name);
    const place = this.place(node.start, node.end);
    if (known) {
      this.occurs(place, known);
      return;
    }
    const end = node.config ? node.config.end + 1 : type.end;
    const range = this.place(node.start, Math.max(type === node.type ? end : node.end, node.end));
    const symbol: ClickSymbol = { kind: 'element', name: node.name, place, range, scope: this.scope };
    if (target) symbol.type = target;
    if (type.body && target?.kind === 'class') symbol.bodies = target.bodies ?? [];
    this.scope.elements.set(node.name, symbol);
    this.add(symbol);
  }

  private useConfig(config: ConfigNode | undefined, target: ClassTarget | undefined): void {
    if (config === undefined) return;
    this.result.configs.push({ place: this.place(config.start, config.end), scope: this.scope, target });
  }

  // CLASSES

  private elementClass(node: ElementClassNode): void {
    if (node.name === '') return;
    const place = this.place(node.nameStart, node.nameStart + node.name.length);
    const symbol: ClickSymbol = {
      kind: 'class',
      name: node.name,
      place,
      range: this.place(this.source.lastIndexOf('elementclass', node.nameStart), node.end),
      scope: this.scope,
      visibleFrom: node.end,
    };
    if (node.body) symbol.bodies = this.compound(node.body);
    const synonym = node.synonym && this.classes.find(node.synonym.name);
    if (node.synonym && synonym) {
      symbol.type = synonym;
      this.occurs(this.place(node.synonym.start, node.synonym.end), synonym);
    }
    this.classes.add(symbol);
    this.add(symbol);
  }

  private compound(node: CompoundNode): SymbolScope[] {
    const mark = this.classes.mark();
    return node.bodies.map((body) => {
      const inner = this.body(body);
      this.classes.restore(mark);
      return inner;
    });
  }

  private body({ formals, statements, start, end }: BodyNode): SymbolScope {
    const outer = this.scope;
    this.scope = newScope(outer, this.place(start, end));
    this.result.scopes.push(this.scope);
    for (const formal of formals) {
      const place = this.place(formal.end - formal.variable.length - 1, formal.end);
      this.variable(formal.variable, place, this.place(formal.start, formal.end), {
        keyword: formal.keyword,
      });
    }
    this.statements(statements);
    const inner = this.scope;
    this.scope = outer;
    return inner;
  }

  // VARIABLES AND LIBRARIES

  private define({ config }: DefineNode): void {
    this.useConfig(config, undefined);
    for (const { text, start, end } of splitArguments(config.text, config.start)) {
      const [word, value] = shiftWord(text);
      if (!/^\$\w+$/.test(word)) continue;
      this.variable(word.substring(1), this.place(start, start + word.length), this.place(start, end), {
        value,
      });
    }
  }

  private variable(name: string, place: Place, range: Place, more: Partial<ClickSymbol>): void {
    if (this.scope.variables.has(name)) return;
    const symbol: ClickSymbol = { kind: 'variable', name, place, range, scope: this.scope, ...more };
    this.scope.variables.set(name, symbol);
    this.add(symbol);
  }

  private require({ config }: RequireNode): void {
    for (const { text } of splitArguments(config.text)) {
      const [type, name, ...more] = splitWords(text).map((word) => unquote(word.text));
      if (type === 'library' && name !== undefined && more.length === 0) this.library(name);
    }
  }

  private library(name: string): void {
    const found = this.options.readLibrary(name, this.file);
    if (found === undefined || this.libraries.has(found.file)) return;
    this.libraries.add(found.file);
    const { file, source } = this;
    this.file = found.file;
    this.source = found.source;
    this.statements(parse(found.source, found.file).tree.statements);
    this.file = file;
    this.source = source;
  }

  private add(symbol: ClickSymbol): void {
    this.scope.symbols.push(symbol);
    this.occurs(symbol.place, symbol);
  }

  private occurs(place: Place, target: ClassTarget): void {
    this.result.occurrences.push({ place, target });
  }

  private place(start: number, end: number): Place {
    return { file: this.file, start, end };
  }
}

/** The last element of `a, b, c :: Class`, which as a whole statement declares all of them. */
function sharedType(elements: ElementNode[]): ElementNode | undefined {
  const last = elements.at(-1);
  if (last?.type === undefined || elements.length === 1) return undefined;
  const isPlain = elements.every(
    ({ joint, inputs, outputs, implicit }, i) =>
      joint === (i === elements.length - 1 ? '' : ',') && !inputs && !outputs && !implicit,
  );
  return isPlain ? last : undefined;
}
