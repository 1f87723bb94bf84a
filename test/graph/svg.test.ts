import { beforeAll, describe, expect, it } from 'vitest';
import { PORT_HEIGHT, portEdges, toDot } from '../../src/graph/dot.ts';
import { type Box, type Layout, layout, type Point } from '../../src/graph/layout.ts';
import type { Graph } from '../../src/graph/model.ts';
import { toSvg } from '../../src/graph/svg.ts';
import { graph, ROUTER } from './draw.ts';

let drawn: Graph;
let places: Layout;
let svg: string;

beforeAll(async () => {
  drawn = graph(ROUTER);
  places = await layout(drawn);
  svg = toSvg(drawn, places, 'a <b> & c');
});

/** Names of the tags in order; throws where the document is not well-formed. */
function tags(xml: string): string[] {
  const open: string[] = [];
  const found: string[] = [];
  for (const [, close, name, inside] of xml.matchAll(
    /<(\/?)([a-z]+)((?:\s+[a-z0-9-]+="[^"<]*")*)\s*\/?>/gi,
  )) {
    const isSingle = xml.includes(`${name}${inside}/>`) && !close;
    if (close && open.pop() !== name) throw new Error(`</${name}> closes another tag`);
    if (!close) found.push(name!);
    if (!close && !isSingle) open.push(name!);
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)}> is not closed`);
  const text = xml.replaceAll(/<(\/?)([a-z]+)((?:\s+[a-z0-9-]+="[^"<]*")*)\s*\/?>/gi, '');
  if (/[<]|&(?!amp;|lt;|gt;|quot;)/.test(text)) throw new Error(`stray markup in ${text}`);
  return found;
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function contains(outer: Box, { x, y, width, height }: Box): boolean {
  return (
    x >= outer.x && y >= outer.y && x + width <= outer.x + outer.width && y + height <= outer.y + outer.height
  );
}

describe('the layout', () => {
  it('places boxes apart from one another, and inside their compounds', () => {
    places.elements.forEach((a, i) => {
      for (const b of places.elements.slice(i + 1)) expect(overlap(a, b)).toBe(false);
      drawn.compounds.forEach(({ name }, c) => {
        const isInside = drawn.elements[i]!.name.startsWith(`${name}/`);
        expect(contains(places.compounds[c]!, a)).toBe(isInside);
      });
    });
  });

  it('begins and ends each connection at its ports', () => {
    const port = (element: number, number: number, side: 'inputs' | 'outputs'): Point => {
      const box = places.elements[element]!;
      const edges = portEdges(drawn.elements[element]![side].length, box.width);
      const x = box.x + (edges[number]! + edges[number + 1]!) / 2;
      return { x, y: side === 'inputs' ? box.y : box.y + box.height };
    };
    drawn.connections.forEach(({ from, fromPort, to, toPort }, c) => {
      const { points, tip } = places.connections[c]!;
      const start = port(from, fromPort, 'outputs');
      const end = port(to, toPort, 'inputs');
      expect(Math.hypot(points[0]!.x - start.x, points[0]!.y - start.y)).toBeLessThan(PORT_HEIGHT / 3);
      expect(Math.hypot(tip.x - end.x, tip.y - end.y)).toBeLessThan(PORT_HEIGHT / 3);
    });
  });

  it('places nothing for an empty router', async () => {
    const empty = { elements: [], connections: [], compounds: [] };
    expect(tags(toSvg(empty, await layout(empty), 'empty'))).toContain('svg');
  });

  it('has room for a hundred ports', async () => {
    const outputs = Array.from({ length: 100 }, (_, i) => `t [${i}] -> Discard;`).join(' ');
    const wide = graph(`Idle -> t :: Tee; ${outputs}`);
    const { elements } = await layout(wide);
    expect(Math.max(...elements.map(({ width }) => width))).toBeGreaterThan(2000);
  });
});

describe('toSvg', () => {
  it('is well-formed XML, whatever the configuration strings hold', () => {
    expect(tags(svg).filter((tag) => tag === 'svg')).toHaveLength(1);
    expect(svg).toContain('<title>a &lt;b&gt; &amp; c</title>');
    expect(svg).toContain('Print(&quot;&lt;odd&gt; &amp; \\&quot;wrong\\&quot;&quot;)');
  });

  it('gives the same bytes every time', async () => {
    expect(toSvg(graph(ROUTER), await layout(graph(ROUTER)), 'a <b> & c')).toBe(svg);
  });

  it('tells push and pull apart by shape, and shows agnostic ports by a second outline', () => {
    const count = (pattern: RegExp) => [...svg.matchAll(pattern)].length;
    const ports = drawn.elements.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]);
    const legend = { push: 2, pull: 2, agnostic: 2 };
    expect(count(/class="push-port" d="M[^h"]*L[^h"]*Z"/g)).toBe(
      ports.filter(({ kind }) => kind === 'push').length + legend.push,
    );
    expect(count(/class="pull-port" d="M[^L"]*h[^L"]*Z"/g)).toBe(
      ports.filter(({ kind }) => kind === 'pull').length + legend.pull,
    );
    expect(count(/class="agnostic"/g)).toBe(
      ports.filter(({ agnostic }) => agnostic).length + legend.agnostic,
    );
  });

  it('says in tooltips what a box, a port and a line are', () => {
    expect(svg).toContain('<title>out/q :: Queue(200)</title>');
    expect(svg).toContain('<title>output 1 of c: push</title>');
    expect(svg).toContain('<title>input 0 of ToDump@9: agnostic, here pull</title>');
    expect(svg).toContain('<title>out/q [0] -&gt; [0] out/s: pull</title>');
  });

  it('shows text as people write it', async () => {
    const text = graph(Buffer.from('Idle -> Print("größer") -> Discard;').toString('latin1'));
    expect(toSvg(text, await layout(text), 'x')).toContain('größer');
  });
});

describe('toDot', () => {
  it('is what Graphviz reads, with names it knows', async () => {
    const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
    const graphviz = await Graphviz.load();
    const output = graphviz.layout(toDot(drawn), 'svg', 'dot');
    expect([...output.matchAll(/class="node"/g)]).toHaveLength(drawn.elements.length);
    expect([...output.matchAll(/class="edge"/g)]).toHaveLength(drawn.connections.length);
    expect([...output.matchAll(/class="cluster"/g)]).toHaveLength(drawn.compounds.length);
  });

  it('draws pull connections dashed', () => {
    expect(toDot(drawn)).toMatch(/style=dashed, arrowhead=onormal/);
  });
});
