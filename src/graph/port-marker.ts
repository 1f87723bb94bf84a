import type { Point } from './layout.ts';
import type { GraphPort } from './model.ts';
import { round } from './xml.ts';

const HALF = 5;
const HEIGHT = 8;

/**
 * A push port is a filled triangle in the direction of the packets, a pull port an open square; an agnostic port
 * has the shape of what it became and a second outline. `at` is the middle of the edge that the marker touches.
 */
export function marker({ kind, agnostic }: GraphPort, at: Point, side: 'input' | 'output'): string {
  const top = side === 'input' ? at.y : at.y - HEIGHT;
  const shape = kind === 'push' ? triangle(at.x, top, 0) : square(at.x, top, 0);
  const outline = kind === 'push' ? triangle(at.x, top, 3) : square(at.x, top, 2.5);
  const outer = agnostic ? `<path class="agnostic" d="${outline}"/>` : '';
  return `${outer}<path class="${kind}-port" d="${shape}"/>`;
}

function triangle(x: number, top: number, grow: number): string {
  const left = round(x - HALF - grow * 1.2);
  const right = round(x + HALF + grow * 1.2);
  return `M${left},${round(top - grow * 0.6)}H${right}L${round(x)},${round(top + HEIGHT + grow)}Z`;
}

function square(x: number, top: number, grow: number): string {
  const side = HEIGHT - 1 + 2 * grow;
  return `M${round(x - side / 2)},${round(top + 0.5 - grow)}h${side}v${side}h${-side}Z`;
}
