import { type Piece, type Span, splitArguments } from '../click-config-parser/index.ts';
import type { Router, RouterElement } from '../router/router.ts';

/** The arguments of an element and where each of them stands in the source. */
export class Places {
  readonly texts: string[];
  readonly #pieces: Piece[];
  readonly #element: RouterElement;
  readonly #router: Router;

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
    const { config, configSpan: span } = this.#element;
    if (piece === undefined || span === undefined) return this.whole;
    const source = this.#router.sources.get(span.file)?.substring(span.start, span.end);
    // Variables were expanded in it.
    if (source !== config) return this.whole;
    const start = span.start + piece.start;
    const end = span.start + piece.end;
    // Comments inside of the argument are not part of its text: then only the whole argument can be told.
    const exact = from !== undefined && piece.end - piece.start === piece.text.length;
    if (!exact) return { file: span.file, start, end };
    return { file: span.file, start: start + from, end: start + Math.max(to ?? from + 1, from + 1) };
  }
}
