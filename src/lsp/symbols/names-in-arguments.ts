import type { ArgumentSpec } from '../../catalog/index.ts';
import { type Piece, shiftWord, splitArguments, splitWords } from '../../click-config-parser/index.ts';
import { expanded, withoutComments } from './expanded.ts';

/** What may be a path of an element's name, and where it begins. */
export interface NamedPath {
  path: string;
  start: number;
}

const NAME = '[A-Za-z0-9_@]+(?:/[A-Za-z0-9_@]+)*';
const WHOLE = new RegExp(`^${NAME}$`);
/** In front of the dot of a handler. */
const OWNER = new RegExp(`^${NAME}(?=\\.[A-Za-z_])`);
const OWNERS = new RegExp(`(?<![A-Za-z0-9_@/.])${NAME}(?=\\.[A-Za-z_])`, 'g');
/** In a text of a script: the handler that is read, and those that are asked for. */
const READ = new RegExp(`\\$\\(\\s*(${NAME})(?=\\.[A-Za-z_])`, 'g');
const ASKED = /\$\(\s*(?:readable|writable)\s([^$()]*)/g;

/** The elements that a configuration string may name, by the types of its class's arguments; undefined: not known. */
export function namesInArguments(text: string, args: readonly ArgumentSpec[] | undefined): NamedPath[] {
  const pieces = splitArguments(withoutComments(text));
  if (args === undefined) return pieces.flatMap((piece) => owners(piece));
  const positional = args.filter(({ position }) => position).sort((a, b) => a.position! - b.position!);
  const rest = args.find((argument) => argument.rest);
  let given = 0;
  return pieces.flatMap((piece) => {
    const [keyword, value] = shiftWord(piece.text);
    const named = value === '' ? undefined : args.find((argument) => answersTo(argument, keyword));
    if (named) return namesIn(named.type, behind(piece, keyword));
    const argument = positional[given++] ?? rest;
    return argument ? namesIn(argument.type, piece) : [];
  });
}

function answersTo({ name, rest, aliases = [], deprecated = [] }: ArgumentSpec, keyword: string): boolean {
  return !rest && [name, ...aliases, ...deprecated].includes(keyword);
}

/** The piece without its first word. */
function behind({ text, start, end }: Piece, word: string): Piece {
  const from = word.length + /^\s*/.exec(text.substring(word.length))![0].length;
  return { text: text.substring(from), start: start + from, end };
}

function namesIn(type: string, piece: Piece): NamedPath[] {
  switch (type) {
    case 'element':
    case 'shared-capacity':
    case 'rewriter-inputs':
      return WHOLE.test(piece.text) ? [{ path: piece.text, start: piece.start }] : [];
    case 'elements':
    case 'rewriters':
      return words(piece);
    case 'element-threads':
    case 'element-weights':
      return words(piece).slice(0, 1);
    case 'handler-call':
      return owner(piece);
    case 'count-call':
      return owner(behind(piece, shiftWord(piece.text)[0]));
    case 'script':
      return inScript(piece);
    case 'any':
    case 'keyword':
    case 'word':
      return owners(piece);
    default:
      return [];
  }
}

/** Words, which may have a colon and more behind them. */
function words({ text, start }: Piece): NamedPath[] {
  return splitWords(text).flatMap((word) => {
    const path = word.text.split(':')[0]!;
    return WHOLE.test(path) ? [{ path, start: start + word.start }] : [];
  });
}

function owner({ text, start }: Piece): NamedPath[] {
  const path = OWNER.exec(text)?.[0];
  return path === undefined ? [] : [{ path, start }];
}

/** All of them, outside of quotes. */
function owners({ text, start }: Piece): NamedPath[] {
  const open = text.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (quoted) => ' '.repeat(quoted.length));
  return [...open.matchAll(OWNERS)].map((match) => ({ path: match[0], start: start + match.index }));
}

const CALLING = /^(?:readq?|writeq?|printn?q?|save|append)$/;

function inScript(piece: Piece): NamedPath[] {
  const [instruction] = shiftWord(piece.text);
  const text = expanded(piece.text);
  const found = CALLING.test(instruction) ? owner(called(behind(piece, instruction))) : [];
  for (const match of text.matchAll(READ))
    found.push({ path: match[1]!, start: piece.start + match.index + match[0].length - match[1]!.length });
  for (const { 0: whole, 1: asked, index } of text.matchAll(ASKED)) {
    const start = piece.start + index + whole.length - asked!.length;
    found.push(...owners({ text: asked!, start, end: start + asked!.length }));
  }
  return found;
}

/** Without the file that a print goes to. */
function called(piece: Piece): Piece {
  const file = /^>>?\s*\S+/.exec(piece.text)?.[0];
  return file === undefined ? piece : behind(piece, file);
}
