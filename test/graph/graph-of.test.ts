import { describe, expect, it } from 'vitest';
import { graph, ROUTER } from './draw.ts';

describe('graphOf', () => {
  it('gives each port its kind, and says which class left it open', () => {
    const { elements } = graph('Idle -> q :: Queue -> c :: Counter -> u :: Unqueue -> d :: Discard;');
    const named = Object.fromEntries(elements.map((element) => [element.name, element]));
    expect(named.q).toMatchObject({
      inputs: [{ kind: 'push', agnostic: false }],
      outputs: [{ kind: 'pull', agnostic: false }],
    });
    expect(named.c).toMatchObject({
      inputs: [{ kind: 'pull', agnostic: true }],
      outputs: [{ kind: 'pull', agnostic: true }],
    });
    expect(named.d?.inputs).toEqual([{ kind: 'push', agnostic: true }]);
  });

  it('gives each connection the kind of its ports', () => {
    const { connections, elements } = graph('Idle -> q :: Queue -> Unqueue -> Discard;');
    const kinds = connections.map(({ from, kind }) => [elements[from]!.class, kind]);
    expect(kinds).toEqual([
      ['Idle', 'push'],
      ['Queue', 'pull'],
      ['Unqueue', 'push'],
    ]);
  });

  it('finds the compounds, outer ones first', () => {
    const { compounds, elements } = graph(ROUTER);
    const names = compounds.map(({ name }) => name);
    expect(names).toContain('out');
    const inner = compounds.find(({ name }) => name.endsWith('/inner'))!;
    expect(names.indexOf(inner.compound!)).toBeLessThan(names.indexOf(inner.name));
    expect(elements.find(({ class: name }) => name === 'Paint')?.compound).toBe(inner.name);
    expect(elements.find(({ name }) => name === 'c')?.compound).toBeUndefined();
  });

  it('takes a slash that the user wrote for a part of the name', () => {
    expect(graph('x/y :: Idle -> Discard;').compounds).toEqual([]);
  });
});
