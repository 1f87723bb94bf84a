import { lookupAnywhere } from './catalog.ts';
import type { Connected } from './start-checks.ts';

/** Calls that a pull may nest in the runtime: see images/base/router/ports.c. */
const PULL_DEPTH = 48;

/** Agnostic classes that pull in a way of their own. */
const CALLS = new Set(['Block', 'RED', 'Suppressor']);

/** An element whose pulls come back to it, or nest too deeply for a guest; undefined: there is none. */
export function pullCircle({ elements, connections, isPull }: Connected) {
  const pulls = new Uint8Array(elements.length);
  // An Idle is pulled, and pulls from nobody.
  const isCall = (i: number) => isPull[i] && elements[connections[i]!.to]!.className !== 'Idle';
  connections.forEach(({ to }, i) => {
    if (isCall(i)) pulls[to] = 1;
  });
  if (!connections.some(({ from }, i) => isCall(i) && pulls[from])) return undefined;
  const upstream = new Map<number, number[]>();
  for (const [i, { from, to }] of connections.entries()) {
    if (!isCall(i)) continue;
    const sources = upstream.get(to);
    if (sources) sources.push(from);
    else upstream.set(to, [from]);
  }
  const depths = new Map<number, number>();
  for (const start of upstream.keys()) {
    const path = [start];
    const open = new Set<number>();
    while (path.length > 0) {
      const element = path.at(-1)!;
      const sources = upstream.get(element) ?? [];
      if (!depths.has(element) && !open.has(element)) {
        open.add(element);
        const circle = sources.find((each) => open.has(each));
        if (circle !== undefined) return tell(circle, 'packets are pulled in a circle here');
        for (const each of sources) if (!depths.has(each)) path.push(each);
        continue;
      }
      path.pop();
      open.delete(element);
      const chained = isChain(element) && sources.every(isChain);
      let depth = 0;
      for (const each of sources) depth = Math.max(depth, depths.get(each) ?? 1);
      if (!chained) depth++;
      if (depth > PULL_DEPTH) return tell(element, `pulls nest more than ${PULL_DEPTH} deep here`);
      depths.set(element, depth);
    }
  }
  return undefined;

  function isChain(index: number): boolean {
    const { className } = elements[index]!;
    return !CALLS.has(className) && lookupAnywhere(className)?.processing.startsWith('a/') === true;
  }

  function tell(index: number, message: string) {
    return { index, message };
  }
}
