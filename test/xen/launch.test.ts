import { afterAll, beforeAll } from 'vitest';
import type { Bed } from './bed.ts';
import { openBed } from './bed.ts';
import { bootModules } from './scenarios/module.ts';
import { xlJudge } from './scenarios/xl-judge.ts';

/** A second boot, beside that of the guests' own scenarios: how domains are described, started and configured. */

let opened: Bed;
const bed = () => opened;

beforeAll(async () => {
  opened = await openBed('launch');
}, 300_000);
afterAll(() => opened?.close());

bootModules(bed);
xlJudge(bed);
