/** The syntax tree: what was written and where, nothing resolved. All positions are byte offsets. */
export interface Tree {
  file: string;
  source: string;
  statements: Statement[];
  directives: LineDirective[];
}

/** `# LINE "FILE"`: the line that begins after `at` is to be shown as LINE of FILE. */
export interface LineDirective {
  at: number;
  line: number;
  /** Undefined: the file's own name. */
  file: string | undefined;
}

export type Statement = ChainNode | ElementClassNode | RequireNode | DefineNode;

/**
 * Elements in a row; each says by its `joint` how the next one follows. They are linked, not in an array: most chains
 * are short, and arrays would be half the objects of a tree. `elementsOf` gives them all.
 */
export interface ChainNode {
  kind: 'chain';
  start: number;
  end: number;
  first: ElementNode;
}

/** `,` joins two elements of one list, an arrow two lists; the last element has ''. */
export type Joint = '' | ',' | '->' | '=>';

/** What few elements have may be left out: large trees consist of names and classes. */
export interface ElementNode {
  /** Name or class; '' for a compound or group written in place. */
  name: string;
  /** Of the name, or of the whole compound or group. */
  start: number;
  end: number;
  body?: CompoundNode | GroupNode | undefined;
  type: TypeNode | undefined;
  config?: ConfigNode | undefined;
  inputs?: PortsNode | undefined;
  outputs?: PortsNode | undefined;
  /** The `input` or `output` that a chain inside a compound or group may leave out. */
  implicit?: boolean;
  joint: Joint;
  /** What follows in the chain. */
  next: ElementNode | undefined;
}

/** What follows `::`; an empty name without a body stands for a missing one. */
export interface TypeNode {
  name: string;
  start: number;
  end: number;
  body?: CompoundNode;
}

/** The text between the parentheses, without `#` lines. */
export interface ConfigNode {
  text: string;
  start: number;
  end: number;
}

/** `[0, 2-4,]`: the numbers, the offset of each, and whether the list is open at its end. */
export interface PortsNode {
  numbers: number[];
  places: number[];
  open: boolean;
  start: number;
  end: number;
}

export interface CompoundNode {
  kind: 'compound';
  start: number;
  end: number;
  /** The alternatives that `||` separates. */
  bodies: BodyNode[];
}

export interface BodyNode {
  /** Of the first token inside. */
  start: number;
  end: number;
  /** Offset of the `...` before this body, or -1. Click makes an empty body of its own after `...`. */
  extendsAt: number;
  formals: FormalNode[];
  statements: Statement[];
}

/** `keyword` is '' for a positional parameter and `__REST__` for the remaining arguments. */
export interface FormalNode {
  keyword: string;
  variable: string;
  start: number;
  end: number;
}

export interface GroupNode {
  kind: 'group';
  start: number;
  end: number;
  statements: Statement[];
}

/** `elementclass name body` or `elementclass name synonym`; neither when the text is wrong there. */
export interface ElementClassNode {
  kind: 'elementclass';
  start: number;
  end: number;
  name: string;
  nameStart: number;
  body: CompoundNode | undefined;
  synonym: TypeNode | undefined;
}

export interface RequireNode {
  kind: 'require';
  start: number;
  end: number;
  config: ConfigNode;
}

export interface DefineNode {
  kind: 'define';
  start: number;
  end: number;
  config: ConfigNode;
}
