import { describe, expect, it } from 'vitest';
import { countByElement } from '../../src/simulator/counts.ts';
import { start } from './configuration.ts';

describe('a simulation', () => {
  it('runs until an element stops it', () => {
    const router = start('InfiniteSource(LIMIT 1000, STOP true) -> c :: Counter -> Discard');
    expect(router.run()).toBe('stopped');
    expect(router.read('c.count')).toBe('1000');
  });

  it('ends when nothing can happen any more', () => {
    const router = start('InfiniteSource(LIMIT 7) -> c :: Counter -> Discard');
    expect(router.run()).toBe('idle');
    expect(router.read('c.count')).toBe('7');
    expect(router.simulation.alive).toBe(0);
  });

  it('ends at a time even if there is always work', () => {
    const router = start('InfiniteSource -> c :: Counter -> Discard', {
      clock: { epoch: 0n, until: 1_000_000n },
    });
    expect(router.run()).toBe('until');
    expect(router.simulation.now).toBe(1_000_000n);
    expect(Number(router.read('c.count'))).toBeGreaterThan(100);
  });

  it('logs what elements print', () => {
    const router = start('InfiniteSource(DATA \\<01 02>, LIMIT 2, STOP true) -> Print(x) -> Discard');
    router.run();
    expect(router.log()).toBe('x:    2 | 0102\nx:    2 | 0102\n');
  });

  it('counts packets by connection, pushed and pulled, through chains', () => {
    const router = start(`
      InfiniteSource(LIMIT 10, BURST 3) -> a :: Counter -> b :: Paint(1) -> t :: Tee
        -> q :: Queue(4) -> c :: Counter -> d :: Null -> u :: Unqueue -> Discard;
      t[1] -> Discard`);
    router.run();
    const counts = countByElement(router.simulation.plan, router.simulation.connections());
    const of = (name: string) => counts.find((count) => count.name === name)!;
    expect([of('a').inputs, of('b').inputs, of('t').outputs]).toEqual([[10], [10], [10, 10]]);
    const through = Number(router.read('c.count'));
    expect(through).toBeGreaterThan(3);
    expect([of('c').inputs, of('d').inputs, of('u').inputs, of('u').outputs]).toEqual([
      [through],
      [through],
      [through],
      [through],
    ]);
  });
});
