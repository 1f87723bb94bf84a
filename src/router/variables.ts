/** The variables of one scope; `parent` is the scope around it. */
export class Variables {
  readonly parent: Variables | undefined;
  /** 0 for the file. */
  readonly depth: number;
  private readonly values = new Map<string, string>();

  constructor(parent?: Variables) {
    this.parent = parent;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
  }

  /** False when the name is defined in this very scope already; the first value then stays. */
  define(name: string, value: string): boolean {
    if (this.values.has(name)) return false;
    this.values.set(name, value);
    return true;
  }

  override(name: string, value: string): void {
    this.values.set(name, value);
  }

  /** The value as it was written, from the innermost scope that has the name. */
  lookup(name: string): string | undefined {
    for (let scope: Variables | undefined = this; scope !== undefined; scope = scope.parent) {
      const value = scope.values.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** The nearest scope outwards whose depth is less than `depth`: where a compound of that depth was defined. */
  outside(depth: number): Variables | undefined {
    let scope: Variables | undefined = this;
    while (scope !== undefined && scope.depth >= depth) scope = scope.parent;
    return scope;
  }
}
