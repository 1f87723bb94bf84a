import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../commands/run-command.ts';
import { FakeHost } from './fake-host.ts';

// What is left of a launch whose process is gone from one moment to the next, while its guest starts.

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

let host: FakeHost;
let image = '';
beforeEach(async () => {
  const { system } = await runCommand(['build', 'fw.click'], {
    '/vnf/fw.click': 'FromDevice(0) -> Discard;',
  });
  host = new FakeHost();
  image = join(host.folder, 'image.elf');
  writeFileSync(image, system.volume.readFileSync('/vnf/fw.elf') as Buffer);
});
afterEach(() => host.close());

const launch = (...args: string[]) =>
  spawn(process.execPath, [CLI, 'launch', image, '--name', 'fw', '--vif', 'bridge=inside', ...args], {
    stdio: 'ignore',
  });

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await setTimeout(5);
}

test.each([
  ['this machine', []],
  ['another host', ['--host', 'root@xen1']],
])('the domain on %s goes with it', async (_where, args) => {
  host.write('boot', 'clickforge: 0.1.0 on Xen\r\n');
  const child = launch(...args);
  await until(
    () => host.read('calls').includes('xl unpause') && !existsSync(join(host.folder, 'unstarted-fw')),
  );
  child.kill('SIGKILL');
  await until(() => host.read('domains') === '');
  expect(host.read('calls')).toMatch(/^xl destroy [0-9]+\n$/m);
});

test('a launch that is done leaves its domain alone, and what ended by itself', async () => {
  expect(await once(launch(), 'exit')).toEqual([0, null]);
  host.write('boot', 'clickforge: fatal: no memory\r\n');
  expect(await once(launch('--name', 'other'), 'exit')).toEqual([3, null]);
  expect(host.read('domains')).toMatch(/^fw [0-9]+\n$/);
  expect(host.read('calls').match(/^xl destroy .*$/gm)).toEqual(['xl destroy other']);
});
