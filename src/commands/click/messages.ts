import type { Diagnostic, Span, Tree } from '../../click-config-parser/index.ts';
import { LineIndex, landmark } from '../../click-config-parser/index.ts';
import type { RouterElement } from '../../router/index.ts';
import { clickLines } from './wording.ts';

/** Stands for a file where the command line has made an element. */
export const DRIVER = 'click';

/** Places in the files of a configuration as Click names them, `FILE:LINE`. */
export class Landmarks {
  readonly #sources: ReadonlyMap<string, string>;
  readonly #tree: Tree;
  readonly #lines = new Map<string, LineIndex>();

  constructor(tree: Tree, sources: ReadonlyMap<string, string>) {
    this.#tree = tree;
    this.#sources = sources;
  }

  of({ file, start }: Span): string {
    if (file === DRIVER && !this.#sources.has(file)) return file;
    const lines = this.#lines.get(file) ?? new LineIndex(this.#sources.get(file) ?? '');
    this.#lines.set(file, lines);
    if (file === this.#tree.file) return landmark(this.#tree, lines, start);
    return `${file}:${lines.lineAt(start) + 1}`;
  }
}

/** Findings of parser and checks as Click prints them. */
export function printFindings(diagnostics: readonly Diagnostic[], landmarks: Landmarks): string {
  return diagnostics.map((diagnostic) => printFinding(diagnostic, landmarks)).join('');
}

/** Click does not say where push meets pull. */
const PLACELESS: readonly string[] = ['CF3002'];

function printFinding(diagnostic: Diagnostic, landmarks: Landmarks): string {
  const { severity, span, notes = [] } = diagnostic;
  const place = span && !PLACELESS.includes(diagnostic.code) ? `${landmarks.of(span)}: ` : '';
  const kind = severity === 'warning' ? 'warning: ' : '';
  const declared = notes.filter(({ message }) => message.endsWith('previously declared here'));
  const lines = [
    ...clickLines(diagnostic).map((line, i) => `${place}${i === 0 ? kind : ''}${line}`),
    ...declared.map((note) => `${note.span ? `${landmarks.of(note.span)}: ` : place}${note.message}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** What elements say of their arguments, under a line that says which element it is. */
export function printArgumentFindings(
  elements: readonly RouterElement[],
  diagnostics: readonly Diagnostic[],
  landmarks: Landmarks,
): string {
  const messages = new Map<string, Set<string>>();
  for (const diagnostic of diagnostics) {
    const owner = ownerOf(diagnostic);
    if (owner === undefined) continue;
    const before = messages.get(owner) ?? new Set();
    messages.set(owner, before.add(argumentMessage(diagnostic)));
  }
  return elements
    .filter((element) => messages.has(nameOf(element)))
    .map((element) => printElement('configuring', element, [...messages.get(nameOf(element))!], landmarks))
    .join('');
}

type NamedElement = Pick<RouterElement, 'name' | 'className' | 'span'>;

/** `While VERB 'NAME :: CLASS':` and the messages below it. */
export function printElement(
  verb: 'configuring' | 'initializing',
  element: NamedElement,
  messages: readonly string[],
  landmarks: Landmarks,
): string {
  const lines = messages.flatMap((message) => message.split('\n')).map((line) => `  ${line}\n`);
  return `${landmarks.of(element.span)}: While ${verb} '${nameOf(element)}':\n${lines.join('')}`;
}

function nameOf({ name, className }: NamedElement): string {
  return `${name} :: ${className}`;
}

/** A note of each finding about an argument says whose it is. */
function ownerOf({ notes = [] }: Diagnostic): string | undefined {
  return notes.map(({ message }) => /^in (.*)$/.exec(message)?.[1]).find(Boolean);
}

const NUMBERS = /must be (an integer|an unsigned integer|a number|at (least|most))/;

/** Click names an argument, a colon, and what is wrong. */
export function argumentMessage(diagnostic: Diagnostic): string {
  const { code, severity, message } = diagnostic;
  const name = /argument ([A-Z][A-Z0-9_]*)/.exec(message)?.[1];
  switch (code) {
    case 'CF4001':
      return name ? `${name}: ${NUMBERS.test(message) ? 'invalid number' : 'parse error'}` : message;
    case 'CF4002':
      return name ? `${name}: required argument missing` : message;
    case 'CF4003':
      return 'too many arguments';
    case 'CF4004':
      return name ? `${name}: unknown argument` : message;
    case 'CF4006':
      return `${name}: warning: argument deprecated`;
    default:
      return (severity === 'warning' ? 'warning: ' : '') + clickLines(diagnostic).join('\n');
  }
}
