import { BLANK, find, isAt, skip } from './characters.ts';
import { afterAngle, afterComment, afterQuoted, isAngle, isComment } from './scan.ts';

/** A piece of a configuration string; `start` and `end` count from the offset that the splitter was given. */
export interface Piece {
  text: string;
  start: number;
  end: number;
}

/**
 * The arguments of a configuration string, split at commas outside of quotes, comments replaced by a blank.
 * An empty last argument is dropped, so `a,b,` has two and `` none. `offset` is where `config` begins.
 */
export function splitArguments(config: string, offset = 0): Piece[] {
  if (isPlain(config)) return splitPlain(config, offset);
  const pieces: Piece[] = [];
  for (let pos = 0; pos < config.length; pos++) {
    const piece = readArgument(config, pos, true);
    pos = piece.next;
    if (piece.text !== '' || pos < config.length) {
      pieces.push({ text: piece.text, start: piece.start + offset, end: piece.end + offset });
    }
  }
  return pieces;
}

/** Whether a text has no quotes, no comments and no escapes: then there are only commas and blanks to look for. */
export function isPlain(text: string): boolean {
  if (text.includes('"') || text.includes("'") || text.includes('\\')) return false;
  return !text.includes('/') || !(text.includes('//') || text.includes('/*'));
}

/** What `splitArguments` does, byte by byte, for any text. */
function splitPlain(config: string, offset: number): Piece[] {
  const pieces: Piece[] = [];
  for (let pos = 0; pos < config.length; ) {
    const comma = config.indexOf(',', pos);
    const next = comma < 0 ? config.length : comma;
    const start = skip(config, pos, BLANK);
    const end = trimmedEnd(config, start, next);
    if (end > start || comma >= 0)
      pieces.push({ text: config.substring(start, end), start: start + offset, end: end + offset });
    pos = next + 1;
  }
  return pieces;
}

/** The texts of `splitArguments` alone. */
export function argumentTexts(config: string): string[] {
  if (config === '') return [];
  if (!isPlain(config)) return splitArguments(config).map(({ text }) => text);
  const texts = config.split(',');
  for (let i = 0; i < texts.length; i++) texts[i] = trim(texts[i]!);
  if (texts[texts.length - 1] === '') texts.pop();
  return texts;
}

/** Without the blanks around it; `String.trim` would take bytes above 127 for blanks too. */
function trim(text: string): string {
  const start = skip(text, 0, BLANK);
  return text.substring(start, trimmedEnd(text, start, text.length));
}

/** The end of what stands from `start` to `end` without the blanks at its end. */
function trimmedEnd(text: string, start: number, end: number): number {
  while (end > start && isAt(text, end - 1, BLANK)) end--;
  return end;
}

/** Word `index` of an argument, counted from 0, and the offset after it; the text '' when there are fewer. */
export function wordAt(argument: string, index: number): { text: string; end: number } {
  const plain = isPlain(argument);
  for (let pos = skipCommentsAndBlanks(argument, 0); pos < argument.length; index--) {
    const end = plain ? find(argument, pos, BLANK) : afterWord(argument, pos);
    if (index === 0) return { text: argument.substring(pos, end), end };
    pos = skipCommentsAndBlanks(argument, end);
  }
  return { text: '', end: argument.length };
}

/** The words of an argument, split at blanks and comments outside of quotes. Quotes stay. */
export function splitWords(argument: string, offset = 0): Piece[] {
  const pieces: Piece[] = [];
  const plain = isPlain(argument);
  for (let pos = skipCommentsAndBlanks(argument, 0); pos < argument.length; ) {
    const end = plain ? find(argument, pos, BLANK) : afterWord(argument, pos);
    pieces.push({ text: argument.substring(pos, end), start: pos + offset, end: end + offset });
    pos = skipCommentsAndBlanks(argument, end);
  }
  return pieces;
}

/** The first word of `text` and the rest without the blanks between them. */
export function shiftWord(text: string): [word: string, rest: string] {
  const start = skipCommentsAndBlanks(text, 0);
  const end = isPlain(text) ? find(text, start, BLANK) : afterWord(text, start);
  return [text.substring(start, end), text.substring(skipCommentsAndBlanks(text, end))];
}

/** `text` without the comments and blanks around it, each comment inside replaced by one blank. */
export function uncomment(text: string): string {
  return isPlain(text) ? trim(text) : readArgument(text, 0, false).text;
}

interface Argument extends Piece {
  /** Offset of the comma that ends the argument, or the text's length. */
  next: number;
}

function readArgument(text: string, pos: number, commas: boolean): Argument {
  pos = skipCommentsAndBlanks(text, pos);
  const start = pos;
  let joined = '';
  let left = pos;
  let right = pos;
  let commented = false;
  while (pos < text.length) {
    if (isAt(text, pos, BLANK)) pos++;
    else if (isComment(text, pos)) {
      pos = afterComment(text, pos);
      commented = true;
    } else if (commas && text.charCodeAt(pos) === 44) break;
    else {
      if (commented) {
        joined += `${text.substring(left, right)} `;
        left = pos;
        commented = false;
      }
      pos = afterUnit(text, pos);
      right = pos;
    }
  }
  return { text: joined + text.substring(left, right), start, end: Math.max(right, start), next: pos };
}

/** After the quoted string, `\<...>` or single byte at `pos`. */
function afterUnit(text: string, pos: number): number {
  const code = text.charCodeAt(pos);
  if (code === 34 || code === 39) return afterQuoted(text, pos);
  return code === 92 && isAngle(text, pos) ? afterAngle(text, pos) : pos + 1;
}

function afterWord(text: string, pos: number): number {
  while (pos < text.length && !isAt(text, pos, BLANK) && !isComment(text, pos)) pos = afterUnit(text, pos);
  return pos;
}

function skipCommentsAndBlanks(text: string, pos: number): number {
  for (;;) {
    pos = skip(text, pos, BLANK);
    if (!isComment(text, pos)) return pos;
    pos = afterComment(text, pos);
  }
}
