import { expect, test } from 'vitest';
import { memoryNeed } from '../../src/image/memory-need.ts';
import { tableMemory } from '../../src/image/table-memory.ts';
import type { PlanElement } from '../../src/plan/read.ts';

const KIB = 1024;

function need(className: string, config: string): number {
  const element = { className, config } as PlanElement;
  return memoryNeed(0, 0, [element]) - memoryNeed(0, 0, []);
}

test.each([
  ['HeavyHitters', '1048576', 24 << 20],
  ['IPRateLimiter', '5, CAPACITY 1048576', 16 << 20],
  ['TCPSYNCookie', '', 16384 * 8],
  ['ARPQuerier', '1.0.0.1, 2:0:0:0:0:1, ENTRY_CAPACITY 1000000', 80_000_000],
  ['IPRewriter', 'drop, CAPACITY 80000', 6_400_000],
  ['IPRewriter', 'drop, CAPACITY other', 0],
  ['DirectIPLookup', '0/0 0', 32 << 20],
  ['Queue', '100', 0],
])('what the tables of a %s(%s) take at least, as a guest asks for it', (className, config, bytes) => {
  expect(tableMemory({ className, config })).toBe(bytes);
  expect(need(className, config)).toBeGreaterThan(bytes);
});

test('what tables take counts: routes, sources, mappings', () => {
  expect(need('LinearIPLookup', 'CAPACITY 1000')).toBeGreaterThan(1000 * 400);
  expect(need('IPRateLimiter', '5, CAPACITY 1000')).toBeGreaterThan(1000 * 16);
  expect(need('IPRewriter', 'drop, MAPPING_CAPACITY 10000')).toBeGreaterThan(10000 * 72);
  expect(need('IPRewriter', 'drop')).toBeGreaterThan(4096 * 72);
  expect(need('IPRewriter', 'drop, MAPPING_CAPACITY other')).toBeLessThan(16 * KIB);
  expect(need('ICMPRewriter', 'nat')).toBeLessThan(16 * KIB);
  expect(need('EtherRewrite', '2:0:0:0:0:1, 2:0:0:0:0:2')).toBeLessThan(16 * KIB);
});
