import type { Scope } from './scope.ts';
import type { TraitsLookup } from './traits.ts';

/** A class of the target. */
export interface PrimitiveClass {
  kind: 'primitive';
  name: string;
}

/** A class that does not exist; it was reported once and may be used from then on. */
export interface UnknownClass {
  kind: 'unknown';
  name: string;
}

export type ElementClass = PrimitiveClass | UnknownClass | Scope;

/** Which class a name means now. Compounds hide classes of the target, and each other, until their scope ends. */
export class ClassTable {
  private readonly traits: TraitsLookup;
  private readonly primitives = new Map<string, PrimitiveClass>();
  private readonly defined = new Map<string, ElementClass>();
  /** What each definition replaced, oldest first. */
  private readonly history: [name: string, before: ElementClass | undefined][] = [];

  constructor(traits: TraitsLookup) {
    this.traits = traits;
  }

  lookup(name: string): ElementClass | undefined {
    const found = this.compoundNamed(name) ?? this.primitives.get(name);
    if (found !== undefined || this.traits(name) === undefined) return found;
    const primitive: PrimitiveClass = { kind: 'primitive', name };
    this.primitives.set(name, primitive);
    return primitive;
  }

  /** A class that the configuration itself defines, or that it takes for one. */
  compoundNamed(name: string): ElementClass | undefined {
    return this.defined.size > 0 ? this.defined.get(name) : undefined;
  }

  define(name: string, to: ElementClass): void {
    this.history.push([name, this.defined.get(name)]);
    this.defined.set(name, to);
  }

  /** Makes a class of a name that has none, so that it is reported once. */
  defineUnknown(name: string): UnknownClass {
    const unknown: UnknownClass = { kind: 'unknown', name };
    this.define(name, unknown);
    return unknown;
  }

  /** A mark for `restore`, which forgets what was defined since. */
  mark(): number {
    return this.history.length;
  }

  restore(mark: number): void {
    while (this.history.length > mark) {
      const [name, before] = this.history.pop()!;
      if (before === undefined) this.defined.delete(name);
      else this.defined.set(name, before);
    }
  }

  /** Whether the configuration defines a class of this name. */
  isDefined(name: string): boolean {
    const found = this.defined.get(name);
    return found !== undefined && found.kind !== 'unknown';
  }

  /** The names of the compounds that are visible now. */
  definedNames(): Iterable<string> {
    return this.defined.keys();
  }
}
