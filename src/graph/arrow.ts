import type { Point } from './layout.ts';
import { round } from './xml.ts';

const HALF_WIDTH = 3.2;

/** An arrowhead from `base`, where its line ends, to `tip`. */
export function arrow(base: Point, tip: Point): string {
  const length = Math.hypot(tip.x - base.x, tip.y - base.y) || 1;
  const x = (-(tip.y - base.y) / length) * HALF_WIDTH;
  const y = ((tip.x - base.x) / length) * HALF_WIDTH;
  const left = pair({ x: base.x + x, y: base.y + y });
  const right = pair({ x: base.x - x, y: base.y - y });
  return `<polygon points="${left} ${pair(tip)} ${right}"/>`;
}

export function pair({ x, y }: Point): string {
  return `${round(x)},${round(y)}`;
}
