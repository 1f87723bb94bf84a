import { describe, expect, test } from 'vitest';
import type { FileSystem } from '../../src/system/system.ts';
import { type MemorySystem, memorySystem } from '../system/memory-system.ts';
import { installed, runOn } from './run-command.ts';

// A run that ends at any of its operations on files leaves the old file or the whole new one under each name, and the
// next run leaves nothing else.

const TEXT = 'FromDevice(0) -> Queue -> ToDevice(0);';
const FILES = { '/vnf/vnf.click': TEXT, '/vnf/many/a.click': TEXT, '/vnf/many/b.click': 'Idle -> Discard;' };
const BUILD = ['build', 'vnf.click', '-o', 'vnf.elf'];

const COMMANDS = [
  BUILD,
  [...BUILD, '--sbom', 'vnf.spdx.json', '--provenance', 'vnf.intoto.json'],
  ['build', 'many/', '--cache', 'kept'],
  ['build', 'vnf.click', '--delivery', 'module', '-o', 'vnf.plan'],
  ['extract', 'vnf.elf', '-o', 'extracted.click'],
  ['bundle', 'vnf.elf', '--vif', 'bridge=br0', '--as', 'tar', '-o', 'vnf.tar'],
  ['bundle', 'vnf.elf', '--vif', 'bridge=br0', '--as', 'csar', '-o', 'vnf.csar'],
  ['bundle', 'vnf.elf', '--vif', 'bridge=br0', '--as', 'oci', '-o', 'vnf.oci'],
  ['bundle', 'vnf.elf', '--vif', 'bridge=br0', '--as', 'osm', '-o', 'vnf.osm'],
  ['emit', 'xl', 'vnf.elf', '--vif', 'bridge=br0', '-o', 'vnf.cfg'],
  ['emit', 'libvirt', 'vnf.elf', '--vif', 'bridge=br0', '-o', 'vnf.xml'],
  ['flatten', 'vnf.click', '-o', 'flat.click'],
  ['graph', 'vnf.click', '-o', 'graph.dot', '--format', 'dot'],
];

/** A world with something old under every name that is written. */
async function world(old: readonly string[]): Promise<MemorySystem> {
  const system = memorySystem({ ...installed, ...FILES });
  await runOn(system, BUILD);
  for (const path of old) system.volume.writeFileSync(path, 'old');
  return system;
}

const contentOf = ({ volume }: MemorySystem) =>
  Object.fromEntries(
    Object.entries(volume.toJSON())
      .filter(([path, text]) => path.startsWith('/vnf/') && text !== null)
      .map(([path]) => [path, volume.readFileSync(path, 'base64')]),
  );

/** Files that work for `count` operations; at the next one the process is gone, half of what it wrote is there. */
function mortal(files: FileSystem, count: number): { files: FileSystem; operations: () => number } {
  let done = 0;
  const die = (name: string, call: (...args: unknown[]) => unknown, args: unknown[]): never => {
    if (name === 'writeSync' && done === count + 1)
      call(args[0], args[1], args[2] ?? 0, Math.floor(Number(args[3] ?? (args[1] as Uint8Array).length) / 2));
    throw Object.assign(new Error('killed'), { code: 'EIO' });
  };
  const calls = Object.entries(files).map(([name, call]) => [
    name,
    (...args: unknown[]) =>
      done++ < count ? (call as (...args: unknown[]) => unknown)(...args) : die(name, call as never, args),
  ]);
  return { files: Object.fromEntries(calls) as unknown as FileSystem, operations: () => done };
}

describe.each(COMMANDS.map((args) => [args.join(' '), args] as const))('%s', (_, args) => {
  test('killed at any operation', { timeout: 120_000 }, async () => {
    const before = contentOf(await world([]));
    const clean = await world([]);
    expect((await runOn(clean, args)).exitCode).toBe(0);
    const after = contentOf(clean);
    const written = Object.keys(after).filter(
      (path) => after[path] !== before[path] || path === `/vnf/${args[args.indexOf('-o') + 1]}`,
    );
    expect(written).not.toEqual([]);
    const old = Object.fromEntries(written.map((path) => [path, Buffer.from('old').toString('base64')]));
    let isCut = true;
    for (let count = 0; isCut; count++) {
      const system = await world(written.filter((path) => !path.includes('/kept/')));
      const { files, operations } = mortal(system.files, count);
      await runOn({ ...system, files }, args);
      isCut = operations() > count;
      const found = contentOf(system);
      for (const path of Object.keys(found).filter((each) => !each.includes('/.clickforge-')))
        expect([before[path], old[path], after[path]], `${path} at ${count}`).toContain(found[path]);
      const again = { ...system, files: { ...system.files }, processId: 99 };
      expect((await runOn(again, args)).exitCode).toBe(0);
      expect(contentOf(system), `at ${count}`).toEqual(after);
    }
  });
});
