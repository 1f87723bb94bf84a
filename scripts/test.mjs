// Runs every test, after setting up what the tests need. Further arguments go to vitest.
// @ts-check
import { join } from 'node:path';
import { build } from './build.mjs';
import { root, run, runMain } from './run.mjs';
import { ensurePackages } from './setup.mjs';
import { REPORT, summary } from './summary.mjs';

async function test() {
  ensurePackages(['build', 'demo', 'test']);
  await build();
  const { buildNative } = await import('./build-native.mjs');
  await buildNative(root);
  const { prepareTestbed } = await import('./xen/testbed.mjs');
  await prepareTestbed({ log: (line) => process.stderr.write(`${line}\n`) });
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  const done = run(join(root, 'node_modules/.bin/vitest'), [...args, ...process.argv.slice(2)], {
    show: true,
  });
  process.stdout.write(`${summary()}\n`);
  return done.code;
}

await runMain(test);
