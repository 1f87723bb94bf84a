import {
  LineIndex,
  landmark,
  type Position,
  parse,
  type Span,
  type Tree,
} from '../click-config-parser/index.ts';

/** Bytes between places whose columns are kept. */
const STEP = 4096;

interface Mark {
  offset: number;
  column: number;
}

/** A file's text as people see it: its bytes decoded as UTF-8, in lines and characters. */
export class SourceText {
  readonly file: string;
  readonly bytes: string;
  private readonly lines: LineIndex;
  private readonly hasDirectives: boolean;
  private tree: Tree | undefined;
  private marked: { line: number; marks: Mark[] } = { line: 0, marks: [] };

  constructor(file: string, bytes: string) {
    this.file = file;
    this.bytes = bytes;
    this.lines = new LineIndex(bytes);
    this.hasDirectives = /^#[ \t]*(line[ \t]+)?[0-9]/m.test(bytes);
  }

  /** Line and column of a byte offset, from 1; the column counts characters, not bytes. */
  position(offset: number): Position {
    const { line } = this.lines.position(offset);
    const start = this.lineStart(line);
    const marks = this.marksUpTo(line, offset);
    const at = Math.min(Math.floor((offset - start) / STEP), marks.length - 1);
    const near = marks[at]!.offset <= offset ? marks[at]! : marks[at - 1]!;
    return { line, column: near.column + characters(this.bytes.substring(near.offset, offset)) };
  }

  /** Columns of some places of a line, so that a very long one is counted once. */
  private marksUpTo(line: number, offset: number): Mark[] {
    const start = this.lineStart(line);
    if (this.marked.line !== line) this.marked = { line, marks: [{ offset: start, column: 1 }] };
    const { marks } = this.marked;
    for (let next = start + marks.length * STEP; next <= offset; next += STEP) {
      const last = marks.at(-1)!;
      let end = Math.max(next, last.offset);
      // Never inside of a character.
      while ((this.bytes.charCodeAt(end) & 0xc0) === 0x80 && end < next + 3) end++;
      if (end > offset) break;
      marks.push({ offset: end, column: last.column + characters(this.bytes.substring(last.offset, end)) });
    }
    return marks;
  }

  lineStart(line: number): number {
    return this.lines.starts[line - 1]!;
  }

  /** The offset after the last byte of a line, its line end not counted. */
  lineEnd(line: number): number {
    let end = this.lines.starts[line] ?? this.bytes.length;
    while (end > this.lineStart(line) && /[\r\n]/.test(this.bytes[end - 1]!)) end--;
    return end;
  }

  /** `FILE:LINE` by the file's `# LINE "FILE"` directives, when it has any. */
  landmark(offset: number): string | undefined {
    if (!this.hasDirectives) return undefined;
    this.tree ??= parse(this.bytes, this.file).tree;
    const [first] = this.tree.directives;
    if (first === undefined || first.at > offset) return undefined;
    return landmark(this.tree, this.lines, offset);
  }
}

/** The texts behind diagnostics; each file is split into lines when it is first asked for. */
export class Sources {
  private readonly texts = new Map<string, SourceText>();
  private readonly sources: ReadonlyMap<string, string>;

  constructor(sources: ReadonlyMap<string, string>) {
    this.sources = sources;
  }

  /** Undefined for a span in a file whose text is not known. */
  of(span: Span | undefined): SourceText | undefined {
    const bytes = span && this.sources.get(span.file);
    if (span === undefined || bytes === undefined) return undefined;
    let text = this.texts.get(span.file);
    if (text === undefined) {
      text = new SourceText(span.file, bytes);
      this.texts.set(span.file, text);
    }
    return text;
  }
}

const decoder = new TextDecoder();

/** Decodes latin1 bytes as UTF-8; bytes that are none become U+FFFD. Text that is no bytes stays as it is. */
export function decode(bytes: string): string {
  const isText = /^[\x00-\x7f]*$/.test(bytes) || /[^\x00-\xff]/.test(bytes);
  return isText ? bytes : decoder.decode(Buffer.from(bytes, 'latin1'));
}

function characters(bytes: string): number {
  return [...decode(bytes)].length;
}
