/** A stretch of a file, in bytes. */
export interface Place {
  file: string;
  start: number;
  end: number;
}

/** Something that has a name in a configuration. */
export interface ClickSymbol {
  kind: 'element' | 'class' | 'variable';
  name: string;
  /** Of the name where it is declared. */
  place: Place;
  /** Of the whole declaration. */
  range: Place;
  scope: SymbolScope;
  /** Of an element: its class. Of a class that is another name for one: that one. */
  type?: ClassTarget;
  /** Of a compound class, and of an element with a compound in place of its class: one for each alternative. */
  bodies?: SymbolScope[];
  /** Of a variable: its value, if it is not a parameter. */
  value?: string;
  /** Of a parameter: how the caller gives it; '' by its position. */
  keyword?: string;
  /** From where on a class can be used; its own body does not see it. */
  visibleFrom?: number;
}

/** A class of the configuration, or the name of one of Click's own. */
export type ClassTarget = ClickSymbol | { kind: 'primitive'; name: string };

/** The file, or one alternative of a compound: where names of elements and variables belong together. */
export interface SymbolScope {
  parent: SymbolScope | undefined;
  place: Place;
  elements: Map<string, ClickSymbol>;
  variables: Map<string, ClickSymbol>;
  /** In the order of their declaration. */
  symbols: ClickSymbol[];
}

/** A place where a symbol, or one of Click's own classes, is named. */
export interface Occurrence {
  place: Place;
  target: ClassTarget;
}

/** A configuration string, and whose it is. */
export interface ConfigUse {
  place: Place;
  scope: SymbolScope;
  target: ClassTarget | undefined;
}

/** All names of a configuration. */
export interface Symbols {
  root: SymbolScope;
  scopes: SymbolScope[];
  occurrences: Occurrence[];
  configs: ConfigUse[];
}

export function newScope(parent: SymbolScope | undefined, place: Place): SymbolScope {
  return { parent, place, elements: new Map(), variables: new Map(), symbols: [] };
}

export function isSymbol(target: ClassTarget | undefined): target is ClickSymbol {
  return target !== undefined && target.kind !== 'primitive';
}

/** The scopes in which the elements of a class or of a compound element are. */
export function bodiesOf(target: ClassTarget | undefined): SymbolScope[] {
  for (let depth = 0; isSymbol(target) && depth < 100; depth++) {
    if (target.bodies) return target.bodies;
    target = target.type;
  }
  return [];
}
