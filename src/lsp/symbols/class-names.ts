import type { ClassTarget, ClickSymbol } from './symbol.ts';

/** The classes that can be used at the place that is being read. */
export class ClassNames {
  private readonly named = new Map<string, ClickSymbol[]>();
  private readonly order: string[] = [];
  private readonly isPrimitive: (name: string) => boolean;

  constructor(isPrimitive: (name: string) => boolean) {
    this.isPrimitive = isPrimitive;
  }

  find(name: string): ClassTarget | undefined {
    return this.named.get(name)?.at(-1) ?? (this.isPrimitive(name) ? { kind: 'primitive', name } : undefined);
  }

  add(symbol: ClickSymbol): void {
    const list = this.named.get(symbol.name);
    if (list) list.push(symbol);
    else this.named.set(symbol.name, [symbol]);
    this.order.push(symbol.name);
  }

  mark(): number {
    return this.order.length;
  }

  /** Forgets the classes that were added since `mark`. */
  restore(mark: number): void {
    for (const name of this.order.splice(mark)) this.named.get(name)!.pop();
  }
}
