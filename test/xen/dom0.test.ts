import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runDom0, startDom0 } from '../../scripts/xen/dom0.mjs';
import type { Testbed } from '../../scripts/xen/testbed.mjs';
import { prepareTestbed } from '../../scripts/xen/testbed.mjs';

const LONG = 300_000;
const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

let testbed: Testbed;
beforeAll(async () => {
  testbed = await prepareTestbed({ log: (line) => console.log(line) });
}, LONG);

/** The temporary folder of this file's machines: what is left in it was not cleaned up. */
const folder = await mkdtemp(join(tmpdir(), 'clickforge-dom0-test-'));
const before = process.env.TMPDIR;
process.env.TMPDIR = folder;
afterAll(async () => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  await rm(folder, { recursive: true });
});

it('runs a script with files in a dom0 of its own, and brings its files back', {
  timeout: LONG,
}, async () => {
  const lines: string[] = [];
  const { exitCode, results, ...output } = await runDom0({
    testbed,
    files: { '/test/in put,1': { data: EVERY_BYTE, mode: 0o600 } },
    script:
      '#!/bin/bash\necho out; echo err >&2\nmkdir /out/folder\ncp "/test/in put,1" /out/folder/copy\nxl list >/out/list\nexit 7\n',
    onLine: (line) => lines.push(line),
  });
  expect(exitCode).toBe(7);
  expect(output.lines).toEqual(['out', 'err']);
  expect(lines).toEqual(['out', 'err']);
  expect(results['folder/copy']).toEqual(EVERY_BYTE);
  expect(results.list?.toString()).toContain('Domain-0');
  expect(await readdir(folder)).toEqual([]);
});

it('serves many commands in one boot', { timeout: LONG }, async () => {
  const dom0 = await startDom0({ testbed });
  try {
    expect(await dom0.exec('echo one; echo two >&2; exit 3')).toEqual({
      code: 3,
      stdout: 'one\n',
      stderr: 'two\n',
    });
    expect((await dom0.exec('kill -TERM $$')).code).toBe(128 + 15);

    await dom0.put("/a b/it's", { data: EVERY_BYTE, mode: 0o640 });
    expect(await dom0.get("/a b/it's")).toEqual(EVERY_BYTE);
    expect((await dom0.exec(`stat -c %a "/a b/it's"`)).stdout).toBe('640\n');
    await expect(dom0.get('/nothing')).rejects.toThrow('/nothing');

    const together = [1, 2, 3].map(
      async (number) => (await dom0.exec(`sleep 0.${number}; echo ${number}`)).stdout,
    );
    expect(await Promise.all(together)).toEqual(['1\n', '2\n', '3\n']);

    await expect(dom0.exec('sleep 1000 & sleep 1000', { timeoutSeconds: 1 })).rejects.toThrow(
      'no end after 1 s',
    );
    // The kill is on its way while the error is here already.
    const gone = 'until [ -z "$(pidof sleep)" ]; do usleep 50000; done';
    expect((await dom0.exec(gone, { timeoutSeconds: 20 })).code).toBe(0);

    const lost = dom0.exec('sleep 1000');
    process.kill(dom0.pid, 'SIGKILL');
    await expect(lost).rejects.toThrow('QEMU ended with SIGKILL');
  } finally {
    await dom0.stop();
  }
  expect(await readdir(folder)).toEqual([]);
});

it('gives up on a machine that does not come up, and leaves neither process nor folder', {
  timeout: LONG,
}, async () => {
  const children = () => readFileSync(`/proc/self/task/${process.pid}/children`, 'latin1');
  const earlier = children();
  await expect(startDom0({ testbed, bootSeconds: 0.5 })).rejects.toThrow('dom0 is not up after 0.5 s');
  expect(children()).toBe(earlier);
  expect(await readdir(folder)).toEqual([]);
});
