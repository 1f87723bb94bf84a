import { expect, test } from 'vitest';
import { realSystem } from '../../src/system/real.ts';

const { clock } = realSystem();
const timers = () => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;

test('a pause lasts', async () => {
  const start = clock.now();
  await clock.pause(20);
  expect(clock.now() - start).toBeGreaterThan(18);
});

test.each([0, -1])('a pause of %i lets other work happen', async (milliseconds) => {
  let happened = false;
  setImmediate(() => {
    happened = true;
  });
  await clock.pause(milliseconds);
  expect(happened).toBe(true);
});

test('a pause that nobody needs any more leaves nothing that keeps the process', async () => {
  const before = timers();
  const over = new AbortController();
  const pauses = [60_000, 2 ** 40].map((milliseconds) => clock.pause(milliseconds, over.signal));
  expect(timers()).toBe(before + 2);
  over.abort();
  await Promise.all(pauses);
  await clock.pause(60_000, over.signal);
  expect(timers()).toBe(before);
});
