import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { BASE_SYMBOLS } from '../../scripts/build-base.mjs';
import { Depths } from './depths.ts';

// How much of its stack the base image can take at most, by its own code: calls of functions that are known at run time
// only count as the largest of those that may be meant. What is nested for a configuration's sake is bounded by the
// runtime: pushes and scripts go on only where the stack has its reserve left, and pulls, which no push begins, have a
// depth.

const ROOT = resolve(import.meta.dirname, '../..');

function constant(file: string, name: string): number {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return Number(new RegExp(`#define ${name} (\\w+?)u?\\b`).exec(text)![1]);
}

const STACK = constant('images/base/platform/xen/layout.h', 'STACK_SIZE');
const RESERVE = constant('images/base/platform/xen/faults.c', 'STACK_RESERVE');
const PULLS = constant('images/base/router/ports.c', 'PULL_DEPTH');
/** However little is left. */
const SCRIPTS = constant('elements/standard/script/expand.c', 'ALWAYS_NESTED');

const depths = new Depths(
  execFileSync('llvm-objdump-19', ['-d', '--no-show-raw-insn', join(ROOT, BASE_SYMBOLS)], {
    encoding: 'latin1',
    maxBuffer: 1 << 28,
  }),
);

/** What the tables of classes and handlers lead to, by how its functions are named. */
const SCRIPT = /^script_/;
const HANDLER = /_(read|query|write)_/;
const START = /^(start|ready)(\.|$)|_(start|ready)$|^start_pvh?$/;
const PULL = /^(\w+_)?pull(_chain)?(\.|$)/;
const isPacket = (name: string) => ![SCRIPT, HANDLER, START].some((each) => each.test(name));
const isPull = (name: string) => isPacket(name) && PULL.test(name);

/** One more script inside of another, whoever calls it. */
const script = depths.calling((name) => SCRIPT.test(name) && name !== 'script_ready');

test('what goes on where the reserve is all that is left ends within it', () => {
  const handler = depths.whole((name) => HANDLER.test(name));
  const beyond = Math.max(depths.whole(isPacket), depths.calling(isPacket) + SCRIPTS * script + handler);
  expect(depths.calling((name) => name === 'output_push') + beyond).toBeLessThanOrEqual(RESERVE);
});

test('pulls, which nothing stops, leave it the reserve', () => {
  const boot = depths.calling((name) => /^start_pvh?$/.test(name));
  // A script pulls before it runs.
  const pull = Math.max(
    depths.calling(isPull),
    depths.indirect((name) => name === 'script_pull'),
  );
  expect(boot + depths.calling(isPacket) + PULLS * pull).toBeLessThanOrEqual(STACK - RESERVE);
});

test('the start takes less', () => {
  const start = depths.whole((name) => START.test(name));
  expect(2 * start).toBeLessThanOrEqual(STACK - RESERVE);
});

test('functions that pull are known by their names', () => {
  const files = readdirSync(join(ROOT, 'elements'), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.c'));
  const names = sources.flatMap((file) =>
    [...readFileSync(join(ROOT, 'elements', file), 'utf8').matchAll(/\.pull = (\w+)/g)].map(
      ([, name]) => name!,
    ),
  );
  expect(names.length).toBeGreaterThan(15);
  for (const name of names) expect(name).toMatch(PULL);
});
