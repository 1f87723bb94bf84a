// How many executions a fuzzer had in all its runs: a number in its folder below build/fuzz, or none.
// @ts-check
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @param {string} folder */
const fileOf = (folder) => join(folder, 'executions');

/** @param {string} folder */
export async function executionsSoFar(folder) {
  return Number(await readFile(fileOf(folder), 'latin1').catch(() => 0));
}

/** Adds those of a run; all of them. @param {string} folder @param {number} count */
export async function countExecutions(folder, count) {
  const total = (await executionsSoFar(folder)) + count;
  await mkdir(folder, { recursive: true });
  await writeFile(`${fileOf(folder)}.new`, `${total}\n`);
  await rename(`${fileOf(folder)}.new`, fileOf(folder));
  return total;
}
