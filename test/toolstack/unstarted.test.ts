import { afterEach, beforeEach, expect, test } from 'vitest';
import { realSystem } from '../../src/system/real.ts';
import { installed, runOn } from '../commands/run-command.ts';
import { memorySystem } from '../system/memory-system.ts';
import { FakeHost } from './fake-host.ts';

// What a launch leaves that is killed between making its domain and starting it.

let host: FakeHost;
beforeEach(() => {
  host = new FakeHost();
});
afterEach(() => host.close());

/** Launches a domain; `meanwhile` is called when it waits. */
function launch(meanwhile: () => void = () => {}, ...args: string[]) {
  const { processes, clock } = realSystem();
  const pause = async (milliseconds: number) => {
    meanwhile();
    await clock.pause(Math.min(milliseconds, 10));
  };
  const files = { ...installed, '/vnf/fw.click': 'FromDevice(0) -> Discard;' };
  const system = memorySystem(files, { processes, clock: { ...clock, pause } });
  const kernel = ['--kernel', `${host.folder}/image.elf`, '--vif', 'bridge=inside'];
  return runOn(system, ['launch', 'fw.click', ...kernel, ...args]);
}

const calls = (word: string) =>
  host
    .read('calls')
    .split('\n')
    .filter((line) => line.startsWith(`xl ${word}`));

/** As a launch leaves it that got no further. */
async function killedLaunch(): Promise<void> {
  expect((await launch()).exitCode).toBe(0);
  host.write('unstarted-fw', '');
  host.write('calls', '');
}

test('the next launch removes it and starts its own', async () => {
  await killedLaunch();
  const { exitCode, errors } = await launch();
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
  expect(calls('destroy')).toEqual(['xl destroy fw']);
  expect(calls('unpause')).toEqual(['xl unpause fw']);
  expect(host.read('domains').trim().split('\n')).toHaveLength(1);
});

test('one that another launch starts meanwhile stays', async () => {
  await killedLaunch();
  const { exitCode, errors } = await launch(() => host.remove('unstarted-fw'));
  expect({ exitCode, errors }).toEqual({ exitCode: 3, errors: expect.stringContaining('CF7505') });
  expect(calls('destroy')).toEqual([]);
});

test('another domain of its name stays', async () => {
  await killedLaunch();
  host.write(
    'created',
    host.read('created').replace(/^uuid = .*$/m, 'uuid = "00000000-0000-8000-8000-000000000001"'),
  );
  expect((await launch()).errors).toContain('CF7505');
  expect(calls('destroy')).toEqual([]);
});

test('a dry run removes nothing', async () => {
  await killedLaunch();
  await launch(() => {}, '--dry-run');
  expect(calls('destroy')).toEqual([]);
});
