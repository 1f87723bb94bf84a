import { LineIndex } from '../click-config-parser/index.ts';
import { decode } from './source-text.ts';

/** A place as editors and SARIF count it: the line from 0, and UTF-16 code units from its beginning. */
export interface Utf16Position {
  line: number;
  character: number;
}

/** The one bridge between byte offsets of a text (latin1, a character a byte) and positions in UTF-16. */
export class Utf16Text {
  readonly bytes: string;
  private readonly lines: LineIndex;
  private readonly isAscii: boolean;

  constructor(bytes: string) {
    this.bytes = bytes;
    this.lines = new LineIndex(bytes);
    this.isAscii = !/[^\x00-\x7f]/.test(bytes);
  }

  get lineCount(): number {
    return this.lines.starts.length;
  }

  /** The position of a byte; of one inside a character, the position behind that. */
  position(offset: number): Utf16Position {
    const at = Math.max(0, Math.min(offset, this.bytes.length));
    const line = this.lines.lineAt(at);
    const start = this.lines.starts[line]!;
    return { line, character: this.isAscii ? at - start : decode(this.bytes.substring(start, at)).length };
  }

  /** The byte at a position; beyond a line's end its end, beyond the last line the end of the text. */
  offset({ line, character }: Utf16Position): number {
    const start = this.lines.starts[line];
    if (start === undefined) return this.bytes.length;
    const text = this.line(line);
    if (this.isAscii) return start + Math.min(character, text.length);
    const before = decode(text).substring(0, character);
    return start + Math.min(Buffer.byteLength(before, 'utf8'), text.length);
  }

  /** The bytes of a line without its line end. */
  line(line: number): string {
    const start = this.lines.starts[line] ?? this.bytes.length;
    return this.bytes.substring(start, this.lines.starts[line + 1]).replace(/[\r\n]+$/, '');
  }
}
