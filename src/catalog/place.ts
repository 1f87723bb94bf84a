import { type Piece, type Span, splitArguments } from '../click-config-parser/index.ts';
import type { Router, RouterElement } from '../router/router.ts';

/** The arguments of an element and where each of them stands in the source. */
export class Places {
  readonly texts: string[];
  readonly #pieces: Piece[];
  readonly #element: RouterElement;
  readonly #router: Router;
  /** Offset of the configuration string in its file; null: variables were expanded in it, undefined: nobody has asked. */
  #start: number | null | undefined;

  constructor(element: RouterElement, router: Router) {
    this.#element = element;
    this.#router = router;
    this.#pieces = splitArguments(element.config);
    this.texts = this.#pieces.map((piece) => piece.text);
  }

  /** Where the element's configuration stands, or the element itself when it has none. */
  get whole(): Span {
    return this.#element.configSpan ?? this.#element.span;
  }

  /** Where argument `index` stands, or the bytes `from` to `to` of its text. */
  of(index: number, from?: number, to?: number): Span {
    const piece = this.#pieces[index];
    const span = this.#element.configSpan;
    if (piece === undefined || span === undefined) return this.whole;
    if (this.#start === undefined) this.#start = this.#find(span);
    if (this.#start === null) return this.whole;
    const start = this.#start + piece.start;
    const end = this.#start + piece.end;
    // Comments inside of the argument are not part of its text: then only the whole argument can be told.
    const exact = from !== undefined && piece.end - piece.start === piece.text.length;
    if (!exact) return { file: span.file, start, end };
    return { file: span.file, start: start + from, end: start + Math.max(to ?? from + 1, from + 1) };
  }

  #find({ file, start, end }: Span): number | null {
    const source = this.#router.sources.get(file)?.substring(start, end);
    return source === this.#element.config ? start : null;
  }
}
