import {
  LineIndex,
  landmark,
  type Position,
  parse,
  type Span,
  type Tree,
} from '../click-config-parser/index.ts';

/** A file's text as people see it: its bytes decoded as UTF-8, in lines and characters. */
export class SourceText {
  readonly file: string;
  readonly bytes: string;
  private readonly lines: LineIndex;
  private tree: Tree | undefined;

  constructor(file: string, bytes: string) {
    this.file = file;
    this.bytes = bytes;
    this.lines = new LineIndex(bytes);
  }

  /** Line and column of a byte offset, from 1; the column counts characters, not bytes. */
  position(offset: number): Position {
    const { line } = this.lines.position(offset);
    return { line, column: characters(this.bytes.substring(this.lineStart(line), offset)) + 1 };
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
    if (!/^#[ \t]*(line[ \t]+)?[0-9]/m.test(this.bytes)) return undefined;
    this.tree ??= parse(this.bytes, this.file).tree;
    if (!this.tree.directives.some(({ at }) => at <= offset)) return undefined;
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
