import { expect, it } from 'vitest';
import { compilePlan } from '../elements/compile-plan.ts';
import { runNative } from '../elements/native-run.ts';
import { bentPackets } from './bent-packets.ts';
import { elementBench, isKeeper, isMaker, type Trial } from './element-bench.ts';

/** Between two frames, so that queues are empty again. */
const STEP = 100_000n;
const RUN_OUT = 100_000_000n;

it('no element reads outside of a packet, or loses one that it does not count', {
  timeout: 120_000,
}, async () => {
  const { source, trials } = elementBench();
  const frames = bentPackets().map((bytes, i) => ({ time: BigInt(i) * STEP, bytes }));
  const names = trials.flatMap(({ ins, outs, dropped }) => [...ins, ...outs, ...dropped]);
  const result = await runNative({
    plan: compilePlan(source),
    options: ['--quiet', '--memory', '400000000', '--until', `${BigInt(frames.length) * STEP + RUN_OUT}`],
    inputs: new Map([[0, frames]]),
    handlers: names.map((name) => ({ name })),
  });
  expect(result.exitCode, result.log.slice(0, 5000)).toBe(0);
  expect(result.handlers).toHaveLength(names.length);
  const values = new Map(names.map((name, i) => [name, Number(result.handlers[i])]));
  const sum = (handlers: string[]) => handlers.reduce((total, name) => total + values.get(name)!, 0);
  const seen = trials.map(({ ins }) => sum(ins));
  expect(Math.min(...seen)).toBeGreaterThan(frames.length / 2);
  const kept = trials.filter(({ className }) => !isKeeper(className));
  expect(kept.flatMap((trial) => lossOf(trial, sum))).toEqual([]);
});

/** What tells that packets went missing; what leaves through the last output may be what `drops` counts. */
function lossOf({ name, className, ins, outs, dropped }: Trial, sum: (handlers: string[]) => number) {
  const [went, came, refused] = [sum(ins), sum(outs), sum(dropped)];
  const isWhole = isMaker(className)
    ? went <= came + refused
    : went === came + refused || (went === came && refused === sum(outs.slice(-1)));
  return isWhole ? [] : [{ what: `${name} :: ${className}`, went, came, refused }];
}
