/**
 * What one configuration may expand to. Click has no such bounds: a few lines of nested compounds or variables
 * can ask for more than any machine holds, and that must end in a diagnostic.
 */
export const MAX_ELEMENTS = 500_000;
export const MAX_CONNECTIONS = 4_000_000;
/** Compound instances inside one another, counted from the file. */
export const MAX_INSTANCE_DEPTH = 500;
/** Bytes read and written while variables are replaced, in the whole configuration. */
export const MAX_EXPANSION = 100_000_000;

/** Thrown when a bound is passed; caught where elaboration begins. */
export class LimitError extends Error {
  override readonly name = 'LimitError';
}

/** A bound that several places draw from. */
export class Budget {
  private left: number;
  private readonly message: string;

  constructor(amount: number, message: string) {
    this.left = amount;
    this.message = message;
  }

  spend(amount: number): void {
    this.left -= amount;
    if (this.left < 0) throw new LimitError(this.message);
  }
}
