import type { XlDocument, XlStatement } from './document.ts';
import { parse } from './parse.ts';
import { printValue, type XlValue } from './value.ts';

/**
 * A new document out of names and values, in their order, with an optional comment at its head.
 * Throws RangeError for a name or a string that xl.cfg cannot hold.
 */
export function create(entries: Iterable<readonly [name: string, value: XlValue]>, comment = ''): XlDocument {
  const head = comment === '' ? '' : `${comment.replace(/^/gm, '# ')}\n`;
  return reread(head + Array.from(entries, ([name, value]) => `${printStatement(name, value)}\n`).join(''));
}

/** Gives `name` this one value, where it stood first or at the end; everything else keeps its place and comments. */
export function set(document: XlDocument, name: string, value: XlValue): XlDocument {
  const [first, ...rest] = document.statements.filter((each) => each.name === name);
  const statement = printStatement(name, value);
  if (!first) {
    const newline = document.text === '' || document.text.endsWith('\n') ? '' : '\n';
    return reread(`${document.text}${newline}${statement}\n`);
  }
  const text = withoutStatements(document.text, rest);
  return reread(splice(text, first.start, first.end, statement));
}

/** Takes every setting of `name` out, with its line when nothing else stands there. */
export function remove(document: XlDocument, name: string): XlDocument {
  return reread(
    withoutStatements(
      document.text,
      document.statements.filter((each) => each.name === name),
    ),
  );
}

/** From the last to the first, so that the places of those still to go stay right. */
function withoutStatements(text: string, statements: XlStatement[]): string {
  return statements.reduceRight(withoutStatement, text);
}

function withoutStatement(text: string, { start, end }: XlStatement): string {
  const lineStart = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const lineEnd = newline < 0 ? text.length : newline + 1;
  const alone = `${text.slice(lineStart, start)}${text.slice(end, lineEnd)}`.trim() === '';
  return alone ? splice(text, lineStart, lineEnd, '') : splice(text, start, end, '');
}

function splice(text: string, start: number, end: number, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

function printStatement(name: string, value: XlValue): string {
  if (!/^[a-z][._0-9a-z]*$/.test(name)) throw new RangeError(`${JSON.stringify(name)} is no name in xl.cfg`);
  return `${name} = ${printValue(value)}`;
}

function reread(text: string): XlDocument {
  return parse(text).document;
}
