/**
 * Runs one command line in a dom0 on the real Xen:
 *
 *   node scripts/xen/shell.mjs [--file HOST:DOM0]... [--get DOM0:HOST]... [--timeout SECONDS] [--memory MIB]
 *     [--console-log FILE] [--verbose] [--] COMMAND...
 *
 * Its output, the guests' consoles and its exit code become ours.
 */

import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startDom0 } from './dom0.mjs';
import { prepareTestbed } from './testbed.mjs';

const USAGE =
  'usage: shell.mjs [--file HOST:DOM0]... [--get DOM0:HOST]... [--timeout S] [--memory MIB] [--console-log FILE] [--verbose] -- COMMAND';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    file: { type: 'string', multiple: true, default: [] },
    get: { type: 'string', multiple: true, default: [] },
    timeout: { type: 'string', default: '120' },
    memory: { type: 'string', default: '1024' },
    'console-log': { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});

/** @param {string} text */
const say = (text) => process.stderr.write(`${text}\n`);

/** @param {string} pair @returns {[string, string]} */
function splitPair(pair) {
  const at = pair.lastIndexOf(':');
  if (at < 0) throw new Error(`${pair}: two paths with a colon between them are wanted`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

async function main() {
  if (positionals.length === 0) throw new Error(USAGE);
  const files = Object.fromEntries(values.file.map((pair) => splitPair(pair).reverse()));
  const testbed = await prepareTestbed({ log: say });
  const dom0 = await startDom0({
    testbed,
    files,
    memoryMiB: Number(values.memory),
    onLine: values.verbose ? say : undefined,
    consoleLog: values['console-log'],
  });
  try {
    const timeoutSeconds = Number(values.timeout);
    const onOutput = (/** @type {string} */ text) => process.stdout.write(text, 'latin1');
    const { code } = await dom0.exec(positionals.join(' '), { timeoutSeconds, onOutput });
    const consoles = await dom0.exec(
      'cd /var/log/xen/console; for f in *; do [ -f "$f" ] && echo "--- $f" && cat "$f"; done',
    );
    process.stdout.write(consoles.stdout, 'latin1');
    for (const [from, to] of values.get.map(splitPair)) await writeFile(to, await dom0.get(from));
    process.exitCode = code;
  } finally {
    await dom0.stop();
  }
}

try {
  await main();
} catch (error) {
  say(/** @type {Error} */ (error).message);
  process.exitCode = 3;
}
