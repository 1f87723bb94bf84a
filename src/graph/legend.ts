import { arrow } from './arrow.ts';
import type { Point } from './layout.ts';
import type { GraphPort } from './model.ts';
import { marker } from './port-marker.ts';
import { point } from './xml.ts';

export const LEGEND_WIDTH = 470;
export const LEGEND_HEIGHT = 36;

const ROW = 20;
const SAMPLE = 30;

/** Shows each shape beside its meaning: push in the first line, pull in the second. */
export function legend({ x, y }: Point): string {
  const rows = (['push', 'pull'] as const).map((kind, row) => {
    const at = (column: number) => ({ x: x + column, y: y + row * ROW });
    return [
      port({ kind, agnostic: false }, at(0), `${kind} port`),
      port({ kind, agnostic: true }, at(115), `agnostic port, here ${kind}`),
      line(kind, at(315), kind === 'push' ? 'the upper one sends' : 'the lower one asks'),
    ].join('');
  });
  return `<g>${rows.join('')}</g>`;
}

function port(shape: GraphPort, at: Point, label: string): string {
  return `${marker(shape, { x: at.x + SAMPLE / 2, y: at.y }, 'input')}${text(at, label)}`;
}

function line(kind: 'push' | 'pull', { x, y }: Point, label: string): string {
  const head = arrow({ x: x + SAMPLE - 9, y: y + 4 }, { x: x + SAMPLE - 2, y: y + 4 });
  const path = `<path d="M${x - 4},${y + 4}H${x + SAMPLE - 9}"/>`;
  return `<g class="${kind}">${path}${head}</g>${text({ x, y }, `${kind}: ${label}`)}`;
}

function text({ x, y }: Point, label: string): string {
  return `<text class="legend" ${point('', { x: x + SAMPLE + 2, y: y + 8 })}>${label}</text>`;
}
