/**
 * Something went wrong that a user is told: a stable code, one sentence, and what to do about it where that is known.
 * Each folder has a subclass of its own, with its codes.
 */
export class CodedError<Code extends string, Hint extends string | undefined = string> extends Error {
  readonly code: Code;
  readonly hint: Hint;

  constructor(code: Code, message: string, hint: Hint) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}
