import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CpioEntry } from '../../scripts/xen/cpio.mjs';
import { S_IFCHR, S_IFDIR, S_IFREG, writeCpio } from '../../scripts/xen/cpio.mjs';

interface Unpacked {
  path: string;
  mode: number;
  owner: number;
  device: [number, number];
  data: string;
}

const aligned = (offset: number) => (offset + 3) & ~3;

/** Reads an archive as the kernel does: header, name, data, each at a multiple of four, up to the trailer. */
function unpack(archive: Buffer): Unpacked[] {
  const found: Unpacked[] = [];
  for (let at = 0; ; ) {
    expect(archive.toString('latin1', at, at + 6)).toBe('070701');
    const field = (index: number) =>
      Number.parseInt(archive.toString('latin1', at + 6 + index * 8, at + 14 + index * 8), 16);
    const name = at + 110;
    const start = aligned(name + field(11));
    const path = archive.toString('latin1', name, name + field(11) - 1);
    const data = archive.toString('latin1', start, start + field(6));
    if (path === 'TRAILER!!!') return found;
    found.push({ path, mode: field(1), owner: field(2) + field(3), device: [field(9), field(10)], data });
    at = aligned(start + field(6));
  }
}

const segment = fc.string({ unit: fc.constantFrom(...'abxyz-._0'), minLength: 1, maxLength: 6 });
const path = fc
  .array(segment, { minLength: 1, maxLength: 4 })
  // A prefix for each depth: no file of one entry is a folder of another.
  .map((segments) => `/${segments.map((text, depth) => `${segments.length - depth}${text}`).join('/')}`);

it('gives back every file, below folders that come before it, all owned by root', () => {
  const files = fc.uniqueArray(fc.tuple(path, fc.uint8Array({ maxLength: 20 })), {
    selector: ([name]) => name,
  });
  fc.assert(
    fc.property(files, (list) => {
      const entries: CpioEntry[] = list.map(([name, data]) => ({
        path: name,
        mode: S_IFREG | 0o644,
        data: Buffer.from(data),
      }));
      const unpacked = unpack(writeCpio(entries));
      const seen = new Set(['']);
      for (const { path: name, owner } of unpacked) {
        expect(seen).toContain(name.slice(0, Math.max(0, name.lastIndexOf('/'))));
        expect(owner).toBe(0);
        seen.add(name);
      }
      const regular = unpacked.filter(({ mode }) => mode === (S_IFREG | 0o644));
      const expected = entries.map((entry) => [entry.path.slice(1), entry.data?.toString('latin1')]);
      expect(new Map(regular.map(({ path: name, data }) => [name, data]))).toEqual(
        new Map(expected as [string, string][]),
      );
    }),
  );
});

it('makes device nodes and takes a folder that is named with its own mode', () => {
  const [folder, node] = unpack(
    writeCpio([
      { path: '/dev/console', mode: S_IFCHR | 0o600, device: [5, 1] },
      { path: '/dev', mode: S_IFDIR | 0o700 },
    ]),
  );
  expect(folder).toMatchObject({ path: 'dev', mode: S_IFDIR | 0o700 });
  expect(node).toMatchObject({ path: 'dev/console', mode: S_IFCHR | 0o600, device: [5, 1] });
});
