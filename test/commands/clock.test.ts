import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { realSystem } from '../../src/system/real.ts';
import { generator } from '../fuzz/mutate.ts';
import { type MemorySystem, memorySystem } from '../system/memory-system.ts';
import { FakeHost, RUNNING } from '../toolstack/fake-host.ts';
import { installed, runOn } from './run-command.ts';

// The clock on the wall is set back and forth by years, at every look at it: nothing goes by it.

const TEXT = 'FromDevice(0) -> Queue -> ToDevice(1); FromDevice(1) -> Discard;';
const FILES = { ...installed, '/vnf/vnf.click': TEXT };
const VIFS = ['--vif', 'bridge=outside', '--vif', 'bridge=inside'];
const BUILD = ['build', 'vnf.click', '-o', 'vnf.elf'];
const YEAR = 365 * 86_400_000;

/** From 1970 to 2070. */
function jumping(): () => number {
  const random = generator(1);
  return () => random() % (100 * YEAR);
}

const contentOf = ({ volume }: MemorySystem) =>
  Object.keys(volume.toJSON())
    .filter((path) => path.startsWith('/vnf/') && volume.statSync(path).isFile())
    .map((path) => [path, volume.readFileSync(path, 'base64')]);

beforeEach(() => void vi.spyOn(Date, 'now').mockImplementation(jumping()));
afterEach(() => void vi.restoreAllMocks());

test('the time that limits are measured in goes on evenly', () => {
  const { clock } = realSystem();
  let before = clock.now();
  for (let i = 0; i < 1000; i++) {
    const now = clock.now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now - before).toBeLessThan(60_000);
    before = now;
  }
  expect(Math.abs(clock.wall() - clock.wall())).toBeGreaterThan(60_000);
});

test.each([
  [...BUILD, '--sbom', 'vnf.spdx.json', '--provenance', 'vnf.intoto.json'],
  ['bundle', 'vnf.elf', ...VIFS, '--as', 'csar', '-o', 'vnf.csar'],
  ['bundle', 'vnf.elf', ...VIFS, '--as', 'oci', '-o', 'vnf.oci'],
  ['bundle', 'vnf.elf', ...VIFS, '--as', 'osm', '-o', 'vnf.osm'],
  ['emit', 'libvirt', 'vnf.elf', ...VIFS, '-o', 'vnf.xml'],
  ['simulate', 'vnf.click', '--until', '1s', '--json'],
])('%s %s writes and says the same', async (...args) => {
  const run = async (clock?: MemorySystem['clock']) => {
    const system = memorySystem(FILES, clock && { clock });
    await runOn(system, BUILD);
    const { exitCode, both } = await runOn(system, args);
    return { exitCode, both, files: contentOf(system) };
  };
  const { clock } = memorySystem();
  const expected = await run();
  expect(expected.exitCode).toBe(0);
  expect(await run({ ...clock, wall: jumping() })).toEqual(expected);
});

test.each([
  ['before all others', new Date(0)],
  ['in a hundred years', new Date(100 * YEAR)],
])('a cache and what killed runs left go by what is there, not by times: files %s', async (_, time) => {
  const system = memorySystem({ ...FILES, '/vnf/out/.clickforge-77-a.elf': 'left' });
  const args = ['build', 'vnf.click', '-o', 'out/a.elf', '--cache', 'kept', '--json'];
  const build = async () => {
    const { exitCode, output } = await runOn({ ...system, files: { ...system.files } }, args);
    return { exitCode, unchanged: JSON.parse(output).unchanged === true };
  };
  const setTimes = (paths: string[]) => {
    for (const path of paths) system.volume.utimesSync(path, time, time);
  };
  setTimes(['/vnf/out/.clickforge-77-a.elf']);
  expect(await build()).toEqual({ exitCode: 0, unchanged: false });
  expect(system.volume.readdirSync('/vnf/out')).toEqual(['a.elf']);
  setTimes(contentOf(system).map(([path]) => `${path}`));
  expect(await build()).toEqual({ exitCode: 0, unchanged: true });
  system.volume.writeFileSync('/vnf/vnf.click', TEXT.replace('Queue', 'Queue(9)'));
  setTimes(['/vnf/vnf.click']);
  expect(await build()).toEqual({ exitCode: 0, unchanged: false });
});

describe('a launch', () => {
  const launch = async (boot: string, timeout: string) => {
    const fake = new FakeHost();
    try {
      fake.write('boot', boot);
      const built = memorySystem(FILES);
      await runOn(built, BUILD);
      const image = built.volume.readFileSync('/vnf/vnf.elf') as Buffer;
      const kernel = `${fake.folder}/image.elf`;
      const args = ['launch', 'vnf.elf', ...VIFS, '--kernel', kernel, '--timeout', timeout];
      const began = performance.now();
      const { exitCode } = await fake.run(args, { '/vnf/vnf.elf': image });
      return { exitCode, seconds: (performance.now() - began) / 1000 };
    } finally {
      fake.close();
    }
  };

  test('is told of its router', async () => {
    expect(await launch(RUNNING, '60')).toMatchObject({ exitCode: 0 });
  });

  test('gives up when its time is over, and not before', async () => {
    const { exitCode, seconds } = await launch('', '0.5');
    expect(exitCode).toBe(6);
    expect(seconds).toBeGreaterThanOrEqual(0.5);
  });
});
