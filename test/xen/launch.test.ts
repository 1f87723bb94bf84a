import { afterAll, beforeAll } from 'vitest';
import type { Bed } from './bed.ts';
import { openBed } from './bed.ts';
import { installedFiles } from './installed.ts';
import { launching } from './scenarios/launch.ts';
import { bootModules } from './scenarios/module.ts';
import { recipesOnXen } from './scenarios/recipes.ts';
import { xlJudge } from './scenarios/xl-judge.ts';

/** A second boot, beside that of the guests' own scenarios: how domains are described, started and configured. */

let opened: Bed;
const bed = () => opened;

beforeAll(async () => {
  opened = await openBed('launch', installedFiles());
}, 300_000);
afterAll(() => opened?.close());

bootModules(bed);
xlJudge(bed);
launching(bed);
recipesOnXen(bed);
