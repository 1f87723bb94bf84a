export {
  argumentTexts,
  type Piece,
  shiftWord,
  splitArguments,
  splitWords,
  uncomment,
  wordAt,
} from './arguments.ts';
export { CODES, type Code } from './codes.ts';
export type { Diagnostic, Note, Severity, Span } from './diagnostic.ts';
export { elementsOf } from './elements.ts';
export { type ParseOptions, type ParseResult, parse } from './parse.ts';
export { parseInteger } from './port-list.ts';
export { LineIndex, landmark, type Position } from './position.ts';
export { print } from './print.ts';
export { escapeQuoted, quote, unquote } from './quoting.ts';
export type * from './tree.ts';
