import { expect, test } from 'vitest';
import { drive } from '../../src/simulator/drive.ts';
import type { Simulation } from '../../src/simulator/simulation.ts';

type Progress = ReturnType<Simulation['run']>;

/** A simulation whose pieces come to this, each after so many milliseconds; the turns and pauses it was given. */
function driven(
  pieces: [milliseconds: number, progress: Progress][],
  interruptedAfter = Number.POSITIVE_INFINITY,
) {
  const turns: number[] = [];
  const pauses: number[] = [];
  let now = 0;
  const simulation = {
    run(count: number) {
      turns.push(count);
      const [milliseconds, progress] = pieces[turns.length - 1]!;
      now += milliseconds;
      return progress;
    },
  } as unknown as Simulation;
  const reason = drive(simulation, {
    now: () => now,
    pause: async (milliseconds) => void pauses.push(milliseconds),
    interrupted: () => turns.length > interruptedAfter,
  });
  return reason.then((reason) => ({ reason, turns, pauses }));
}

const ON: Progress = { state: 'more' } as unknown as Progress;
const END: Progress = { state: 'end', reason: 'stopped' };
const wait = (nanoseconds: number): Progress => ({ state: 'wait', nanoseconds });

test('pieces of a run grow and shrink until each takes about 20 ms', async () => {
  const { reason, turns, pauses } = await driven([
    [1, ON],
    [15, ON],
    [50, ON],
    [50, ON],
    [15, END],
  ]);
  expect(reason).toBe('stopped');
  expect(turns).toEqual([1024, 2048, 2048, 1024, 512]);
  expect(pauses).toEqual([0, 0, 0, 0]);
});

test('never less than one turn, nor more than a million', async () => {
  const slow = await driven([...new Array<[number, Progress]>(12).fill([50, ON]), [0, END]]);
  expect(slow.turns.slice(-2)).toEqual([1, 1]);
  const fast = await driven([...new Array<[number, Progress]>(12).fill([0, ON]), [0, END]]);
  expect(fast.turns.slice(-2)).toEqual([1 << 20, 1 << 20]);
});

test('long sleeps are cut, the last millisecond of each is left to a short one', async () => {
  const { pauses } = await driven([
    [0, wait(10e9)],
    [0, wait(30e6)],
    [0, wait(1)],
    [0, END],
  ]);
  expect(pauses).toEqual([50, 29]);
});

test('an interrupt ends a run between two pieces', async () => {
  const { reason, turns } = await driven(
    [
      [0, ON],
      [0, ON],
      [0, ON],
    ],
    1,
  );
  expect([reason, turns.length]).toEqual(['interrupted', 2]);
});
