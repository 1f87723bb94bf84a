import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { MemoryOptions, MemorySystem } from '../../system/memory-system.ts';
import { BASE_IMAGE, installed, runCommand } from '../run-command.ts';

const CONFIGURATION = 'require(library parts.click);\nFromDevice(0) -> Part -> Discard;\n';
const LIBRARY = 'elementclass Part { input -> Counter -> output }\n';
const files = { '/vnf/src/vnf.click': CONFIGURATION, '/lib/parts.click': LIBRARY };
const build = ['build', 'src/vnf.click', '-o', 'vnf.elf', '--sbom', 'a.json', '--provenance', 'b.json'];

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const read = ({ volume }: MemorySystem, path: string) => volume.readFileSync(path) as Buffer;
const run = async (args: string[], environment: MemoryOptions['environment'] = {}) =>
  runCommand(args, files, { environment: { CLICKPATH: '/lib', ...environment } });

describe('documents about an image', () => {
  test('name what went in, by the hashes of the very files', async () => {
    const { exitCode, system } = await run(build);
    expect(exitCode).toBe(0);
    const image = { name: 'vnf.elf', digest: { sha256: sha256(read(system, '/vnf/vnf.elf')) } };
    const statement = JSON.parse(read(system, '/vnf/b.json').toString());
    expect(statement.subject).toEqual([image]);
    expect(statement.predicate.buildDefinition.resolvedDependencies).toEqual([
      { name: 'src/vnf.click', digest: { sha256: sha256(CONFIGURATION) } },
      { name: 'parts.click', digest: { sha256: sha256(LIBRARY) } },
      { name: 'clickforge-base.elf', digest: { sha256: sha256(installed[BASE_IMAGE]) } },
      { name: 'clickforge', uri: expect.stringMatching(/^pkg:npm\/clickforge@\d/) },
    ]);
    const document = JSON.parse(read(system, '/vnf/a.json').toString());
    expect(document.packages[0]).toMatchObject({
      name: 'vnf.elf',
      checksums: [{}, { checksumValue: image.digest.sha256 }],
    });
    expect(document.files.map(({ fileName }: { fileName: string }) => fileName)).toEqual([
      './src/vnf.click',
      './parts.click',
    ]);
  });

  test('are the same for the same build, and know the time that they are told', async () => {
    const texts = async (environment: MemoryOptions['environment']) => {
      const { system } = await run(build, environment);
      return ['a.json', 'b.json'].map((name) => read(system, `/vnf/${name}`).toString());
    };
    const [one, two] = [await texts({}), await texts({})];
    expect(two).toEqual(one);
    expect(one.join()).not.toContain('finishedOn');
    for (const text of await texts({ SOURCE_DATE_EPOCH: '1767225600' })) {
      expect(text).toContain('2026-01-01T00:00:00Z');
    }
  });

  test('stand beside each of many images', async () => {
    const { system } = await runCommand(['build', 'src/', '--sbom', 'out/', '--provenance', 'out/'], {
      ...files,
      '/vnf/src/parts.click': LIBRARY,
      '/vnf/out': null,
    });
    expect(system.volume.readdirSync('/vnf/out').sort()).toEqual([
      'parts.provenance.json',
      'parts.spdx.json',
      'vnf.provenance.json',
      'vnf.spdx.json',
    ]);
  });

  test('without one of them there is no image', async () => {
    const { exitCode, system } = await run([...build.slice(0, -1), 'gone/b.json']);
    expect(exitCode).toBe(3);
    expect(system.volume.readdirSync('/vnf')).toEqual(['src']);
  });

  test.each(['yesterday', '-1', '1.5', '253402300800'])('SOURCE_DATE_EPOCH=%s is refused', async (time) => {
    const { exitCode, errors } = await run(build, { SOURCE_DATE_EPOCH: time });
    expect(errors).toContain('CF8041');
    expect(exitCode).toBe(2);
  });
});
