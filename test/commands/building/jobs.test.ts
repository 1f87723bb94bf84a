import { expect, test } from 'vitest';
import { memorySystem } from '../../system/memory-system.ts';
import { installed, runOn } from '../run-command.ts';

const CONFIGURATION = 'Idle -> Discard;\n';

const FILES = {
  ...installed,
  '/vnf/src/one.click': CONFIGURATION,
  '/vnf/src/two.click': CONFIGURATION,
  '/vnf/src/notes.txt': 'none',
  '/vnf/named/named.click': CONFIGURATION,
  '/vnf/named/part.click': CONFIGURATION,
  '/vnf/out': null,
};

test.each([
  ['src', ['one.elf', 'two.elf']],
  ['named', ['named.elf']],
  ['linked', ['one.elf', 'two.elf']],
  ['link.click', ['link.elf']],
])('%s is built into %j', async (path, images) => {
  const system = memorySystem(FILES);
  system.volume.symlinkSync('/vnf/src', '/vnf/linked');
  system.volume.symlinkSync('/vnf/src/one.click', '/vnf/link.click');
  const { exitCode } = await runOn(system, ['build', path, '-o', 'out/']);
  expect(exitCode).toBe(0);
  expect(system.volume.readdirSync('/vnf/out')).toEqual(images);
});
