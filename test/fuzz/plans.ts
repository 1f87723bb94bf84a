import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileRules } from '../../src/catalog/decision/compile.ts';
import { BASE, type Rule, test } from '../../src/catalog/decision/expression.ts';
import { parseCases } from '../elements/case-file.ts';
import { compilePlan } from '../elements/compile-plan.ts';

export interface KeyedPlan {
  /** 16 bits of the configuration's hash. */
  key: number;
  plan: Uint8Array;
}

/** The Plans of all cases in `folder` that start, one of each configuration, by key. */
export function casePlans(folder: string): KeyedPlan[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.case'));
  const cases = files.flatMap((name) => parseCases(readFileSync(join(folder, name), 'latin1')));
  const configs = cases.filter((part) => part.error === undefined).map((part) => part.config);
  const plans = [...new Set(configs)].map((config) => ({ key: keyOf(config), plan: compilePlan(config) }));
  return plans.sort((a, b) => a.key - b.key);
}

function keyOf(config: string): number {
  return createHash('sha256').update(config, 'latin1').digest().readUInt16LE();
}

/** As the element fuzzer reads them: a count, then key, size and bytes of each; 32-bit numbers, little endian. */
export function packPlans(plans: KeyedPlan[]): Buffer {
  const parts = plans.flatMap(({ key, plan }) => [number(key), number(plan.length), plan]);
  return Buffer.concat([number(plans.length), ...parts]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Decision programs with each kind of node, behind a packet as the decision fuzzer takes one. */
export function programs(): Uint8Array[] {
  const packet = Uint8Array.from({ length: 3 + 64 }, (_, i) => [64, 14, 34][i] ?? i);
  return [1, 9, 90].map((count) => {
    const program = compileRules(Array.from({ length: count }, (_, i) => rule(i)));
    return Buffer.concat([packet, program!.bytes]);
  });
}

function rule(i: number): Rule {
  return {
    condition: test(BASE.network, i % 3 ? 12 : 2, i % 2 ? 0xffffffff : 0xffff0000, i << 16),
    output: i % 4,
  };
}
