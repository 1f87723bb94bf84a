/** More names than this are found through a map; the few of a compound's instance faster without. */
const MAX_LIST = 8;

/** The variables of one scope; `parent` is the scope around it. */
export class Variables {
  readonly parent: Variables | undefined;
  /** 0 for the file. */
  readonly depth: number;
  private names: readonly string[];
  private readonly values: string[];
  private places: Map<string, number> | undefined;

  /** `names` may be shared by several scopes; `values` may not. */
  constructor(
    parent: Variables | undefined,
    depth: number,
    names: readonly string[] = [],
    values: string[] = [],
  ) {
    this.parent = parent;
    this.depth = depth;
    this.names = names;
    this.values = values;
  }

  /** False when the name is defined in this very scope already; the first value then stays. */
  define(name: string, value: string): boolean {
    if (this.find(name) >= 0) return false;
    if (this.values.length < MAX_LIST) this.names = [...this.names, name];
    else {
      this.places ??= new Map(this.names.map((each, i) => [each, i]));
      this.places.set(name, this.values.length);
    }
    this.values.push(value);
    return true;
  }

  override(name: string, value: string): void {
    const place = this.find(name);
    if (place >= 0) this.values[place] = value;
    else this.define(name, value);
  }

  private find(name: string): number {
    return this.places === undefined ? this.names.indexOf(name) : (this.places.get(name) ?? -1);
  }

  /** The value as it was written, from the innermost scope that has the name. */
  lookup(name: string): string | undefined {
    for (let scope: Variables | undefined = this; scope !== undefined; scope = scope.parent) {
      const place = scope.find(name);
      if (place >= 0) return scope.values[place];
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
