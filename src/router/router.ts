import type { Span } from '../click-config-parser/diagnostic.ts';

/** One primitive element of the flat router. */
export interface RouterElement {
  /** Full name, e.g. `gw/q`, `Idle@1`. */
  name: string;
  className: string;
  /** The configuration string after variable expansion, verbatim otherwise (comments and blanks kept). */
  config: string;
  /** Where the element was written: its name, or its class when it has no name. */
  span: Span;
  /** The text between the parentheses as written; absent when there were none. */
  configSpan?: Span;
  /** The place where the outermost compound element that holds this one was put into use. */
  declaredIn?: Span;
}

/** A connection between two elements, by index into `Router.elements`. */
export interface Connection {
  from: number;
  fromPort: number;
  to: number;
  toPort: number;
  span: Span;
}

/** A configuration without compounds, groups, variables: elements and connections alone. */
export interface Router {
  elements: RouterElement[];
  connections: Connection[];
  requirements: string[];
  /** File name to latin1 text, for every file that was read. */
  sources: Map<string, string>;
}
