import {
  parse,
  type RequireNode,
  splitArguments,
  splitWords,
  unquote,
} from '../click-config-parser/index.ts';
import type { Context } from './context.ts';
import { elaborateStatements } from './statements.ts';

/** `require(compact_config, package NAME, NAME, library FILE)`. */
export function elaborateRequire(context: Context, node: RequireNode): void {
  for (const { text, start, end } of splitArguments(node.config.text, node.config.start)) {
    const words = splitWords(text).map((word) => unquote(word.text));
    if (words.length === 0) continue;
    requireOne(context, words, start, end);
  }
}

function requireOne(context: Context, words: string[], start: number, end: number): void {
  const [type, value] = words as [string, string | undefined];
  const span = context.span(start, end);
  if (words.length === 1 && type === 'compact_config') context.requirements.push(type);
  else if (words.length === 2 && type === 'library') requireLibrary(context, value!, span);
  else if (words.length === 2 && type === 'package') requirePackage(context, value!, span);
  else if (words.length === 1 && type !== 'library' && type !== 'package' && isWord(type)) {
    requirePackage(context, type, span);
  } else context.error('CF2020', 'syntax error at requirement', span);
}

function isWord(text: string): boolean {
  return /^[!-~]+$/.test(text) && !/["'\\,]/.test(text);
}

function requirePackage(context: Context, name: string, span: ReturnType<Context['span']>): void {
  context.requirements.push(`package ${name}`);
  if (context.options.hasPackage?.(name)) return;
  context.error('CF2023', `requirement '${name}' not available`, span);
}

/** Places that a message names at most. */
const MAX_PATHS = 6;

/** Reads a library in place; a second `require` of the same file does nothing. */
function requireLibrary(context: Context, name: string, span: ReturnType<Context['span']>): void {
  if (context.scope.depth > 0) {
    context.error('CF2022', "'require library' must be used at file scope", span);
    return;
  }
  const directory = context.file.includes('/')
    ? context.file.substring(0, context.file.lastIndexOf('/') + 1)
    : '';
  const { readFile = () => undefined, libraryFolders = [] } = context.options;
  const elsewhere = libraryFolders.map((folder) => `${folder}/${name}`);
  const paths = new Set(name.startsWith('/') ? [name] : [directory + name, name, ...elsewhere]);
  for (const path of paths) {
    if (context.sources.has(path)) return;
    const source = readFile(path);
    if (source === undefined) continue;
    readLibrary(context, path, source);
    return;
  }
  const hint = `looked for ${[...paths].slice(0, MAX_PATHS).join(', ')}`;
  context.error('CF2021', `library '${name}' not found`, span, { hint });
}

function readLibrary(context: Context, file: string, source: string): void {
  const before = context.file;
  context.sources.set(file, source);
  const { tree, diagnostics } = parse(source, file, context.options);
  context.diagnostics.push(...diagnostics);
  context.file = file;
  elaborateStatements(context, tree.statements);
  context.file = before;
}
