// Prints the closing line of a test run: how many tests passed, failed and were skipped.
// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/** Where a test run leaves vitest's own report. */
export const REPORT = join(root, 'build', 'test-report.json');

/** @returns {string} `N passed, N failed, N skipped`; a file that could not even be loaded counts as one failure */
export function summary() {
  const report = JSON.parse(readFileSync(REPORT, 'utf8'));
  const brokenFiles = report.testResults.filter(
    (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const skipped = report.numPendingTests + report.numTodoTests;
  return `${report.numPassedTests} passed, ${report.numFailedTests + brokenFiles} failed, ${skipped} skipped`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) process.stdout.write(`${summary()}\n`);
