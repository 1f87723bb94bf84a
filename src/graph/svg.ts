import { decode } from '../reporters/source-text.ts';
import { arrow, pair } from './arrow.ts';
import { PORT_HEIGHT, portEdges } from './dot.ts';
import type { Box, Curve, Layout, Point } from './layout.ts';
import { LEGEND_HEIGHT, LEGEND_WIDTH, legend } from './legend.ts';
import type { Graph, GraphConnection, GraphElement, GraphPort } from './model.ts';
import { marker } from './port-marker.ts';
import { STYLE } from './style.ts';
import { boxText, LINE_HEIGHT, ownName, TITLE_HEIGHT } from './text.ts';
import { point, round, xmlText } from './xml.ts';

const MARGIN = 16;

/** Draws a graph. The same graph and layout give the same bytes. */
export function toSvg(graph: Graph, layout: Layout, title: string): string {
  const width = Math.max(layout.width, LEGEND_WIDTH) + 2 * MARGIN;
  const height = layout.height + LEGEND_HEIGHT + 3 * MARGIN;
  const left = round((width - layout.width) / 2);
  const size = `width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" ${size}>`,
    `<title>${xmlText(title)}</title>`,
    `<style>${STYLE}</style>`,
    '<rect class="paper" width="100%" height="100%"/>',
    `<g transform="translate(${left} ${MARGIN})">`,
    ...graph.compounds.map((compound, i) =>
      compoundBox(ownName(compound.name, compound.compound), compound.name, layout.compounds[i]!),
    ),
    ...graph.connections.map((connection, i) => connectionLine(graph, connection, layout.connections[i]!)),
    ...graph.elements.map((element, i) => elementBox(element, layout.elements[i]!)),
    '</g>',
    legend({ x: MARGIN, y: layout.height + 2 * MARGIN }),
    '</svg>',
    '',
  ].join('\n');
}

function compoundBox(own: string, name: string, { x, y, width, height }: Box): string {
  const rect = `<rect class="compound" ${point('', { x, y })} width="${round(width)}" height="${round(height)}" rx="8"/>`;
  const label = `<text class="compound-name" ${point('', { x: x + 10, y: y + 16 })}>${xmlText(decode(own))}</text>`;
  return `<g><title>${xmlText(`compound ${decode(name)}`)}</title>${rect}${label}</g>`;
}

function elementBox(element: GraphElement, box: Box): string {
  const { x, y, width, height } = box;
  const config = element.config === '' ? '' : `(${decode(element.config)})`;
  const tooltip = `${decode(element.name)} :: ${element.class}${config}`;
  return [
    `<g class="element"><title>${xmlText(tooltip)}</title>`,
    `<rect ${point('', { x, y })} width="${round(width)}" height="${round(height)}" rx="5"/>`,
    ...texts(element, box),
    ...ports(element, element.inputs, box, 'input'),
    ...ports(element, element.outputs, box, 'output'),
    '</g>',
  ].join('');
}

function texts(element: GraphElement, { x, y, width }: Box): string[] {
  const { title, lines } = boxText(element);
  const middle = x + width / 2;
  const top = y + PORT_HEIGHT + TITLE_HEIGHT;
  return [
    `<text class="name" ${point('', { x: middle, y: top })}>${xmlText(decode(title))}</text>`,
    ...lines.map((line, i) => {
      const at = { x: middle, y: top + (i + 1) * LINE_HEIGHT + 1 };
      return `<text class="config" ${point('', at)}>${xmlText(line)}</text>`;
    }),
  ];
}

/** The markers sit inside the upper or lower edge; numbers stand beside them where there are several. */
function ports(element: GraphElement, list: GraphPort[], box: Box, side: 'input' | 'output'): string[] {
  const edges = portEdges(list.length, box.width);
  return list.map((port, i) => {
    const x = box.x + (edges[i]! + edges[i + 1]!) / 2;
    const y = side === 'input' ? box.y : box.y + box.height;
    const kind = port.agnostic ? `agnostic, here ${port.kind}` : port.kind;
    const tooltip = `${side} ${i} of ${decode(element.name)}: ${kind}`;
    const number =
      list.length > 1
        ? portNumber(i, { x: x + (port.agnostic ? 10 : 7), y: side === 'input' ? y + 9 : y - 3 })
        : '';
    return `<g><title>${xmlText(tooltip)}</title>${marker(port, { x, y }, side)}${number}</g>`;
  });
}

function portNumber(number: number, at: Point): string {
  return `<text class="number" ${point('', at)}>${number}</text>`;
}

function connectionLine(graph: Graph, connection: GraphConnection, curve: Curve): string {
  const { from, fromPort, to, toPort, kind, packets } = connection;
  const ends = `${graph.elements[from]!.name} [${fromPort}] -> [${toPort}] ${graph.elements[to]!.name}`;
  const [start, ...rest] = curve.points;
  if (start === undefined) return '';
  const path = `M${pair(start)}C${rest.map(pair).join(' ')}`;
  const crossed = packets === undefined ? '' : `, ${packets} packet${packets === 1 ? '' : 's'}`;
  const tooltip = `<title>${xmlText(`${decode(ends)}: ${kind}${crossed}`)}</title>`;
  const label = packets === undefined ? '' : packetNumber(packets, curve.points);
  return `<g class="${kind}">${tooltip}<path d="${path}"/>${arrow(rest.at(-1) ?? start, curve.tip)}${label}</g>`;
}

/** Beside the middle of the line. */
function packetNumber(packets: number, points: readonly Point[]): string {
  const { x, y } = points[Math.floor(points.length / 2)]!;
  return `<text class="packets" ${point('', { x: x + 5, y })}>${packets}</text>`;
}
