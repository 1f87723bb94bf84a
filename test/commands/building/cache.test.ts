import { beforeEach, describe, expect, test } from 'vitest';
import { type MemorySystem, memorySystem } from '../../system/memory-system.ts';
import { BASE_IMAGE, installed, runOn } from '../run-command.ts';

const LIBRARY = 'elementclass Part { input -> Counter -> output }\n';
const COMMAND = ['build', 'vnf.click', '-o', 'vnf.elf', '--sbom', 'vnf.json', '--cache', 'state'];

describe('a cache of builds', () => {
  let system: MemorySystem;
  beforeEach(async () => {
    system = memorySystem(
      {
        ...installed,
        '/vnf/vnf.click': 'require(library parts.click);\nFromDevice(0) -> Part -> Discard;\n',
        '/far/parts.click': LIBRARY,
        '/near/other.click': '',
      },
      { environment: { CLICKPATH: '/near:/far' } },
    );
    expect(await unchanged()).toBe(false);
  });

  const unchanged = async (...more: string[]): Promise<boolean> => {
    const { output, exitCode } = await runOn(system, [...COMMAND, ...more, '--json']);
    expect(exitCode).toBe(0);
    return JSON.parse(output).unchanged === true;
  };

  test('builds nothing when nothing has changed', async () => {
    const files = { ...system.files, writeSync: () => expect.unreachable('something was written') };
    const again = await runOn({ ...system, files: files as unknown as MemorySystem['files'] }, COMMAND);
    expect(again).toMatchObject({ exitCode: 0, output: 'vnf.elf: unchanged\n' });
  });

  test.each<[string, () => void]>([
    ['the configuration', () => system.volume.appendFileSync('/vnf/vnf.click', '// more\n')],
    ['a library', () => system.volume.appendFileSync('/far/parts.click', '// more\n')],
    ['what is found as the library', () => system.volume.writeFileSync('/near/parts.click', LIBRARY)],
    ['the base image', () => system.volume.appendFileSync(BASE_IMAGE, '\0')],
    ['the image', () => system.volume.appendFileSync('/vnf/vnf.elf', '\0')],
    ['a document', () => system.volume.unlinkSync('/vnf/vnf.json')],
    ['nothing but the record, which is damaged', () => damage('{"key":1')],
    ['nothing but the record, which says nothing', () => damage('null')],
  ])('builds anew when %s has changed, and knows that from then on', async (_, change) => {
    change();
    expect(await unchanged()).toBe(false);
    expect(await unchanged()).toBe(true);
  });

  test('another definition, another image or another document is another build', async () => {
    expect(await unchanged('-D', 'X=1')).toBe(false);
    expect(await unchanged('-D', 'X=1')).toBe(true);
    expect(await unchanged('-o', 'other.elf')).toBe(false);
    expect(await unchanged('--provenance', 'p.json')).toBe(false);
  });

  test('warnings are told each time', async () => {
    system.volume.writeFileSync(
      '/vnf/vnf.click',
      'FromDevice(0) -> IPFilter(allow src port < 70000) -> Discard;\n',
    );
    for (let i = 0; i < 2; i++) {
      const { errors } = await runOn(system, COMMAND);
      expect(errors).toContain('warning');
    }
  });

  const damage = (text: string) => {
    for (const name of system.volume.readdirSync('/vnf/state'))
      system.volume.writeFileSync(`/vnf/state/${name}`, text);
  };
});
