import { expect, test } from 'vitest';
import { memoryNeed } from '../../src/image/memory-need.ts';
import type { PlanElement } from '../../src/plan/read.ts';

const KIB = 1024;

function need(className: string, config: string): number {
  const element = { className, config } as PlanElement;
  return memoryNeed(0, 0, [element]) - memoryNeed(0, 0, []);
}

test('what tables take counts: routes, sources, mappings', () => {
  expect(need('LinearIPLookup', 'CAPACITY 1000')).toBeGreaterThan(1000 * 400);
  expect(need('IPRateLimiter', '5, CAPACITY 1000')).toBeGreaterThan(1000 * 16);
  expect(need('IPRewriter', 'drop, MAPPING_CAPACITY 10000')).toBeGreaterThan(10000 * 72);
  expect(need('IPRewriter', 'drop')).toBeGreaterThan(4096 * 72);
  expect(need('IPRewriter', 'drop, MAPPING_CAPACITY other')).toBeLessThan(16 * KIB);
  expect(need('ICMPRewriter', 'nat')).toBeLessThan(16 * KIB);
  expect(need('EtherRewrite', '2:0:0:0:0:1, 2:0:0:0:0:2')).toBeLessThan(16 * KIB);
});
