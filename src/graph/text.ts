import { splitArguments } from '../click-config-parser/index.ts';
import { decode } from '../reporters/source-text.ts';
import type { GraphElement } from './model.ts';

/** Sizes in points: of the lines that an element's box holds, and of the whole. */
export interface BoxText {
  title: string;
  lines: string[];
  width: number;
  height: number;
}

export const TITLE_SIZE = 12;
export const LINE_SIZE = 10;
export const TITLE_HEIGHT = 17;
export const LINE_HEIGHT = 13;

const MAX_LINES = 3;
const MAX_LINE = 34;

/** What a box shows: name and class, and as much of the configuration string as has room. */
export function boxText(element: GraphElement): BoxText {
  const title = titleOf(element);
  const lines = configLines(element.config);
  const widths = [textWidth(title, TITLE_SIZE), ...lines.map((line) => line.length * LINE_SIZE * 0.61)];
  const height = 8 + TITLE_HEIGHT + lines.length * LINE_HEIGHT;
  return { title, lines, width: Math.ceil(Math.max(...widths)) + 20, height };
}

/** The name without the compound that is drawn around it; an anonymous element shows its class alone. */
export function titleOf({ name, class: className, compound }: GraphElement): string {
  const own = ownName(name, compound);
  return isAnonymous(own, className) ? className : `${own} :: ${className}`;
}

/** `name` as it is written inside `compound`. */
export function ownName(name: string, compound: string | undefined): string {
  return compound === undefined ? name : name.substring(compound.length + 1);
}

function isAnonymous(name: string, className: string): boolean {
  return name.startsWith(`${className}@`) && /^[0-9]+$/.test(name.substring(className.length + 1));
}

function configLines(config: string): string[] {
  const args = splitArguments(config).map(({ text }) => decode(text).replaceAll(/\s+/g, ' '));
  const lines: string[] = [];
  for (const [i, arg] of args.entries()) {
    const text = i < args.length - 1 ? `${arg},` : arg;
    const last = lines.at(-1);
    if (last !== undefined && last.length + text.length < MAX_LINE)
      lines[lines.length - 1] = `${last} ${text}`;
    else lines.push(text);
  }
  const shown = lines.slice(0, MAX_LINES).map(shorten);
  if (lines.length > MAX_LINES) shown[MAX_LINES - 1] = shorten(`${lines[MAX_LINES - 1]!.padEnd(MAX_LINE)}…`);
  return shown;
}

function shorten(line: string): string {
  const characters = [...line];
  if (characters.length <= MAX_LINE) return line;
  return `${characters
    .slice(0, MAX_LINE - 1)
    .join('')
    .trimEnd()}…`;
}

/** Width of `text` in a sans-serif font of `size`, on the wide side: fonts differ between machines. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width * size;
}

function charWidth(char: string): number {
  if (/[ijlI.,:;|!'()[\]/ ]/.test(char)) return 0.4;
  if (/[mwMW@%…]/.test(char)) return 0.98;
  return /[A-Z]/.test(char) ? 0.74 : 0.64;
}
