import { boxWidth, toDot } from './dot.ts';
import type { Graph } from './model.ts';
import { boxText } from './text.ts';

/** A point in the drawing: x to the right, y down, in points. */
export interface Point {
  x: number;
  y: number;
}

export interface Box extends Point {
  width: number;
  height: number;
}

/** Where everything of a graph goes, in the order of the graph's own arrays. */
export interface Layout {
  width: number;
  height: number;
  elements: Box[];
  compounds: Box[];
  /** Bézier curves: a start point, then three points a piece; the last point is the arrow's tip. */
  connections: Curve[];
}

export interface Curve {
  points: Point[];
  tip: Point;
}

interface Placed {
  id?: string;
  bb?: string;
  pos?: string;
  height?: string;
}

/** Finds places with Graphviz, which is loaded when it is first needed. */
export async function layout(graph: Graph): Promise<Layout> {
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const graphviz = await Graphviz.load();
  const placed = JSON.parse(graphviz.layout(toDot(graph), 'json', 'dot')) as {
    bb: string;
    objects?: Placed[];
    edges?: Placed[];
  };
  const [, , width = 0, height = 0] = numbers(placed.bb);
  const byId = new Map([...(placed.objects ?? []), ...(placed.edges ?? [])].map((part) => [part.id, part]));
  return {
    width,
    height,
    elements: graph.elements.map((element, i) => {
      const [x = 0, y = 0] = numbers(byId.get(`e${i}`)?.pos ?? '');
      const boxHeight = Number(byId.get(`e${i}`)?.height ?? 0) * 72;
      const boxed = boxWidth(element, boxText(element));
      return { x: x - boxed / 2, y: height - y - boxHeight / 2, width: boxed, height: boxHeight };
    }),
    compounds: graph.compounds.map((_, i) => compoundBox(byId.get(`b${i}`)?.bb ?? '', height)),
    connections: graph.connections.map((_, i) => curve(byId.get(`c${i}`)?.pos ?? '', height)),
  };
}

function compoundBox(bb: string, height: number): Box {
  const [left = 0, bottom = 0, right = 0, top = 0] = numbers(bb);
  return { x: left, y: height - top, width: right - left, height: top - bottom };
}

/** `e,X,Y X,Y X,Y ...`: the tip of the arrow, then the curve up to where the arrow begins. */
function curve(pos: string, height: number): Curve {
  const points = pos
    .replaceAll(/[es],/g, '')
    .split(' ')
    .map((pair) => {
      const [x = 0, y = 0] = numbers(pair);
      return { x, y: height - y };
    });
  const [tip = { x: 0, y: 0 }, ...rest] = points;
  return { points: rest, tip };
}

function numbers(list: string): number[] {
  return list.split(',').map(Number);
}
