/** The ends of connections ordered by element and port, so that those of one port stand side by side. */
export interface PortOrder {
  /** Connection numbers, ordered by element, then port, then as they came. */
  order: Int32Array;
  /** Where each element's connections begin in `order`; one entry more than elements. */
  start: Int32Array;
}

/** Orders connections by `elements[c]` and `ports[c]`; linear but for elements with many connections. */
export function orderByPort(count: number, elements: ArrayLike<number>, ports: ArrayLike<number>): PortOrder {
  const start = new Int32Array(count + 1);
  for (let c = 0; c < elements.length; c++) start[elements[c]! + 1]!++;
  for (let e = 0; e < count; e++) start[e + 1]! += start[e]!;
  const next = start.slice();
  const order = new Int32Array(elements.length);
  for (let c = 0; c < elements.length; c++) order[next[elements[c]!]!++] = c;
  for (let e = 0; e < count; e++) sortRun(order, start[e]!, start[e + 1]!, ports);
  return { order, start };
}

/** Sorts `order[from..to)` by `keys`; equal keys keep their order. */
function sortRun(order: Int32Array, from: number, to: number, keys: ArrayLike<number>): void {
  for (let i = from + 1; i < to; i++) {
    if (keys[order[i - 1]!]! <= keys[order[i]!]!) continue;
    order.subarray(from, to).sort((a, b) => keys[a]! - keys[b]! || a - b);
    return;
  }
}

/** Where the connections of `port` of `element` begin in `order`, or would begin, by binary search. */
export function runStart(
  { order, start }: PortOrder,
  ports: ArrayLike<number>,
  element: number,
  port: number,
): number {
  let low = start[element]!;
  let high = start[element + 1]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ports[order[middle]!]! < port) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where the run that begins at `from` ends; `from` itself when nothing is connected to `port`. */
export function runEnd(
  { order, start }: PortOrder,
  ports: ArrayLike<number>,
  element: number,
  port: number,
  from: number,
): number {
  const end = start[element + 1]!;
  let to = from;
  while (to < end && ports[order[to]!] === port) to++;
  return to;
}
