import type { Diagnostic } from '../click-config-parser/index.ts';
import type { RouterElement } from '../router/router.ts';

/** More elements than these are counted, not named. */
const MOST_NAMED = 4;

/** Findings about elements. What is wrong in a compound is told once, with the elements that it became. */
export class Findings {
  readonly #found = new Map<string, { diagnostic: Diagnostic; className: string; names: string[] }>();
  /** How many times something was found. */
  count = 0;

  add({ name, className }: RouterElement, diagnostic: Omit<Diagnostic, 'notes'>): void {
    this.count++;
    const key = JSON.stringify([className, diagnostic]);
    const before = this.#found.get(key);
    if (before) before.names.push(name);
    else this.#found.set(key, { diagnostic, className, names: [name] });
  }

  /** In the order in which they were first found, each with a note that names its elements. */
  list(): Diagnostic[] {
    return [...this.#found.values()].map(({ diagnostic, className, names }) => {
      const notes = [{ message: `in ${enumerate(names)} :: ${className}` }];
      return { ...diagnostic, notes };
    });
  }
}

function enumerate(names: string[]): string {
  const others = names.length - MOST_NAMED;
  const named = names.slice(0, MOST_NAMED).join(', ');
  return others > 0 ? `${named} and ${others} more` : named;
}
