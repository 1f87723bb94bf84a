import type { LineDirective, Tree } from './tree.ts';

/** A place for people: both count from 1; the column counts bytes. */
export interface Position {
  line: number;
  column: number;
}

/** Finds the line and column of byte offsets. `\n`, `\r\n` and `\r` each end one line. */
export class LineIndex {
  /** Offset at which each line begins. */
  readonly starts: number[] = [0];
  readonly length: number;

  constructor(source: string) {
    this.length = source.length;
    for (const end of source.matchAll(/\r\n|\n|\r/g)) this.starts.push(end.index + end[0].length);
  }

  position(offset: number): Position {
    const line = this.lineAt(offset);
    return { line: line + 1, column: offset - this.starts[line]! + 1 };
  }

  /** The line, counting from 0, that holds `offset`. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** The place of `offset` as Click names it, `FILE:LINE`, with `# LINE "FILE"` directives obeyed. */
export function landmark(tree: Tree, lines: LineIndex, offset: number): string {
  const directive = directiveBefore(tree, offset);
  if (directive === undefined) return join(tree.file, lines.lineAt(offset) + 1);
  const passed = lines.lineAt(offset) - lines.lineAt(directive.at);
  return join(directive.file ?? tree.file, directive.line - 1 + passed);
}

/** The directives stand in the order of the text. */
function directiveBefore({ directives }: Tree, offset: number): LineDirective | undefined {
  let low = 0;
  let high = directives.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (directives[middle]!.at <= offset) low = middle + 1;
    else high = middle;
  }
  return directives[low - 1];
}

function join(file: string, line: number): string {
  return /[:\s]$/.test(file) ? `${file}${line}` : `${file}:${line}`;
}
