import { decode } from '../reporters/source-text.ts';
import type { Graph, GraphElement, GraphPort } from './model.ts';
import { type BoxText, boxText, LINE_SIZE, ownName, TITLE_SIZE } from './text.ts';

/** Height of the strip at the upper and lower edge of a box that holds the ports, and the least width of one. */
export const PORT_HEIGHT = 12;
const PORT_WIDTH = 24;

/**
 * The graph in the language of Graphviz, with every size fixed, so that its layout does not depend on fonts.
 * Drawn by Graphviz itself it shows the same as our SVG: ▼ push, □ pull, a frame around agnostic ports.
 */
export function toDot(graph: Graph): string {
  const lines = [
    'digraph click {',
    '  graph [rankdir=TB, nodesep=0.35, ranksep=0.45, fontname="sans-serif", fontsize=11];',
    '  node [shape=plain, fontname="sans-serif"];',
    '  edge [arrowsize=0.7];',
    ...scope(graph, undefined, '  '),
    ...graph.connections.map(({ from, fromPort, to, toPort, kind }, i) => {
      const look = kind === 'push' ? 'style=solid, arrowhead=normal' : 'style=dashed, arrowhead=onormal';
      return `  e${from}:o${fromPort}:s -> e${to}:i${toPort}:n [id="c${i}", ${look}];`;
    }),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function scope(graph: Graph, compound: string | undefined, indent: string): string[] {
  const inside = graph.compounds.flatMap((box, i) => {
    if (box.compound !== compound) return [];
    const label = quote(decode(ownName(box.name, compound)));
    const open = `${indent}subgraph cluster_${i} { id="b${i}"; label=${label}; labeljust=l; style=rounded; margin=12;`;
    return [open, ...scope(graph, box.name, `${indent}  `), `${indent}}`];
  });
  const own = graph.elements.flatMap((element, i) =>
    element.compound === compound ? [`${indent}e${i} [id="e${i}", ${node(element)}];`] : [],
  );
  return [...inside, ...own];
}

function node(element: GraphElement): string {
  const text = boxText(element);
  const width = boxWidth(element, text);
  const rows = [
    portRow('i', element.inputs, width),
    bodyRow(text, width),
    portRow('o', element.outputs, width),
  ];
  const table = `<TABLE BORDER="1" STYLE="ROUNDED" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">${rows.join('')}</TABLE>`;
  const tooltip = `${element.name} :: ${element.class}${element.config === '' ? '' : `(${element.config})`}`;
  return `label=<${table}>, tooltip=${quote(decode(tooltip))}`;
}

/** Wide enough for the text and for every port. */
export function boxWidth({ inputs, outputs }: GraphElement, { width }: BoxText): number {
  return Math.max(width, PORT_WIDTH * Math.max(inputs.length, outputs.length));
}

/** Where the cells of `count` ports begin and end in a box of `width`: `count` + 1 offsets. */
export function portEdges(count: number, width: number): number[] {
  return Array.from({ length: count + 1 }, (_, i) => Math.round((width * i) / Math.max(count, 1)));
}

function portRow(side: 'i' | 'o', ports: GraphPort[], width: number): string {
  if (ports.length === 0) return `<TR>${cell(width, PORT_HEIGHT, '')}</TR>`;
  const edges = portEdges(ports.length, width);
  const cells = ports.map(({ kind, agnostic }, i) => {
    const glyph = kind === 'push' ? '▼' : '□';
    const frame = agnostic ? 'BORDER="1" ' : '';
    const content = `<FONT POINT-SIZE="8">${glyph}</FONT>`;
    return cell(edges[i + 1]! - edges[i]!, PORT_HEIGHT, content, `PORT="${side}${i}" ${frame}`);
  });
  const table = `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"><TR>${cells.join('')}</TR></TABLE>`;
  return `<TR><TD>${table}</TD></TR>`;
}

function bodyRow({ title, lines, height }: BoxText, width: number): string {
  const small = lines.map(
    (line) => `<BR/><FONT FACE="monospace" POINT-SIZE="${LINE_SIZE}">${htmlText(line)}</FONT>`,
  );
  const text = `<FONT POINT-SIZE="${TITLE_SIZE}"><B>${htmlText(decode(title))}</B></FONT>${small.join('')}`;
  return `<TR>${cell(width, height, text)}</TR>`;
}

function cell(width: number, height: number, content: string, attributes = ''): string {
  return `<TD ${attributes}FIXEDSIZE="TRUE" WIDTH="${width}" HEIGHT="${height}">${content}</TD>`;
}

function htmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A quoted string; Graphviz would take a backslash before some letters for a command. */
function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\0', '')}"`;
}
