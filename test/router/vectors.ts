import { existsSync, readFileSync } from 'node:fs';
import { type Diagnostic, LineIndex, landmark, parse } from '../../src/click-config-parser/index.ts';
import { loadRouter, type Router } from '../../src/router/index.ts';
import type { TraitsLookup } from '../../src/router/traits.ts';

/** One input with what Click's driver says of it. */
export interface Vector {
  name: string;
  input: string;
  driver: { rc: number; stdout: string; stderr: string };
}

export function readVectors(path: URL): Vector[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Vector);
}

/** A router as text that does not depend on the order of its connections. */
export interface Flat {
  elements: string[];
  connections: string[];
}

export function flatOfRouter({ elements, connections }: Router): Flat {
  return {
    elements: elements.map(({ name, className, config }) => declaration(name, className, config)),
    connections: connections
      .map(({ from, fromPort, to, toPort }) =>
        connection(elements[from]!.name, fromPort, elements[to]!.name, toPort),
      )
      .sort(),
  };
}

function declaration(name: string, className: string, config: string): string {
  return `${name} :: ${className}(${config})`;
}

function connection(from: string, output: number, to: string, input: number): string {
  return `${from}[${output}] -> [${input}]${to}`;
}

/** Reads the flat configuration that Click prints: `name :: Class(config);` and `a [1] -> [2] b\n    -> c;`. */
export function flatOfText(text: string): Flat {
  const elements: string[] = [];
  const connections: string[] = [];
  for (const statement of text.split(/;\n+/)) {
    const declared = /^(\S+) :: ([^\s(]+)(?:\(([\s\S]*)\))?$/.exec(statement);
    if (declared) elements.push(declaration(declared[1]!, declared[2]!, declared[3] ?? ''));
    else if (statement.includes(' -> ') || statement.includes('\n    -> '))
      connections.push(...links(statement));
    else if (statement !== '' && !statement.startsWith('require('))
      throw new Error(`not understood: ${statement}`);
  }
  return { elements, connections: connections.sort() };
}

function links(chain: string): string[] {
  const ends = chain.split(/\s+-> /).map((end) => /^(?:\[(\d+)\] )?(\S+?)(?: \[(\d+)\])?$/.exec(end)!);
  return ends.slice(1).map((to, i) => {
    const from = ends[i]!;
    return connection(from[2]!, Number(from[3] ?? 0), to[2]!, Number(to[1] ?? 0));
  });
}

/** A message of Click's with its place; messages about arguments of elements are not among them. */
export interface Message {
  place: string | undefined;
  text: string;
}

export function messagesOf(stderr: string): Message[] {
  const messages: Message[] = [];
  for (const line of stderr.split('\n')) {
    const match = /^(?:(\S+:\d+): )?(.*)$/.exec(line)!;
    const isDetail = match[2]!.startsWith('  ') || line.startsWith('  ');
    const isOther = /^(While |candidates are|Router could not|\(The correct order|$)/.test(match[2]!);
    if (!isDetail && !isOther && !match[2]!.includes('previously declared here')) {
      messages.push({ place: match[1], text: match[2]! });
    }
  }
  return messages;
}

export interface Outcome {
  flat: Flat;
  diagnostics: Diagnostic[];
  /** `FILE:LINE` of each diagnostic. */
  places: string[];
}

export function run(vector: Vector, traits: TraitsLookup): Outcome {
  const file = `${vector.name}.click`;
  const { router, diagnostics } = loadRouter(vector.input, file, { traits });
  const { tree } = parse(vector.input, file);
  const lines = new LineIndex(vector.input);
  const places = diagnostics.map(({ span }) => landmark(tree, lines, span!.start));
  return { flat: flatOfRouter(router), diagnostics, places };
}

/** What Click says, and the codes that say the same. */
const SAME: [RegExp, string[]][] = [
  [/^syntax error: expected|^syntax error: port/, ['CF1004', 'CF1005']],
  // A bracket that closes something else is reported as the missing one.
  [/^syntax error near|^syntax error before/, ['CF1001', 'CF1002']],
  [/^expected '[)}(]'/, ['CF1002', 'CF1001']],
  [/^expected variable|^expected ',' or '\|'/, ['CF1008']],
  [/^expected element type name/, ['CF1007']],
  [/^unknown preprocessor directive/, ['CF1003']],
  [/^missing element type/, ['CF1006']],
  [/nesting depth exceeded/, ['CF1009']],
  [/^stranded port/, ['CF1010']],
  [/^implicit ports used/, ['CF1011']],
  [/should occur last/, ['CF1012']],
  [/^warning: suggest/, ['CF1013']],
  [/^unknown element class/, ['CF2001']],
  [/^undeclared element/, ['CF2002']],
  [/^redeclaration of/, ['CF2003']],
  [/used as element name/, ['CF2004']],
  [/all-digit component/, ['CF2005']],
  [/^configuration string ignored/, ['CF2006']],
  [/ports ignored at/, ['CF2007']],
  [/many-to-many/, ['CF2008']],
  [/^connection mismatch/, ['CF2009']],
  [/^at most one expandable/, ['CF2010']],
  [/pseudoelement/, ['CF2011']],
  [/ missing$/, ['CF2012']],
  [/^parameter '.*' multiply defined/, ['CF2014']],
  [/^repeated keyword/, ['CF2015']],
  [/parameters out of order/, ['CF2016']],
  [/^no match for/, ['CF2017']],
  [/^cannot extend/, ['CF2018']],
  [/^bad 'define'/, ['CF2019']],
  [/^syntax error at requirement/, ['CF2020']],
  [/^library '.*' not found/, ['CF2021']],
  [/must be used at file scope/, ['CF2022']],
  [/^requirement '.*' not available/, ['CF2023']],
  [/is an element class$/, ['CF2024']],
  [/has no (input|output) \d+$/, ['CF3001', 'CF2013']],
  [/ connected to .*(push|pull) input|in mixed context/, ['CF3002']],
  [/^illegal reuse/, ['CF3003']],
  [/ unused$/, ['CF3004', 'CF2013']],
];

/** The codes that say what Click's message says. Throws for a message that nobody thought of. */
export function codesFor(text: string): string[] {
  const found = SAME.find(([pattern]) => pattern.test(text));
  if (found === undefined) throw new Error(`no code for Click's message: ${text}`);
  return found[1];
}
