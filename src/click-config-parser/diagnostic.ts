/** Byte offsets `start` (inclusive) to `end` (exclusive) in the latin1 text of `file`. */
export interface Span {
  file: string;
  start: number;
  end: number;
}

export type Severity = 'error' | 'warning' | 'note';

/** A second place or remark that belongs to a diagnostic ("first declared here"). */
export interface Note {
  message: string;
  span?: Span;
}

/** A finding in the user's input. `code` is stable (see `codes.ts`), `message` is one sentence without a full stop. */
export interface Diagnostic {
  code: string;
  severity: Severity;
  message: string;
  span?: Span;
  notes?: Note[];
  hint?: string;
}
