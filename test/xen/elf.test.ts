import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { kernelPayload, neededLibraries, neededModules } from '../../scripts/xen/elf.mjs';

it.each(['/bin/bash', '/usr/bin/qemu-system-x86_64', process.execPath])(
  'names the libraries of %s',
  (program) => {
    const dynamic = execFileSync('readelf', ['-dW', program], {
      encoding: 'latin1',
      env: { ...process.env, LC_ALL: 'C' },
    });
    const expected = [...dynamic.matchAll(/\(NEEDED\).*\[(.*)\]/g)].map((found) => found[1]);
    expect(expected.length).toBeGreaterThan(0);
    expect(neededLibraries(readFileSync(program))).toEqual(expected);
  },
);

it('finds no libraries in what is no ELF file', () => {
  expect(neededLibraries(Buffer.from('#!/bin/sh\n'.padEnd(100)))).toEqual([]);
});

it('reads what a module depends on', () => {
  expect(neededModules(Buffer.from('x\0depends=stp,llc\0retpoline=Y\0'))).toEqual(['stp', 'llc']);
  expect(neededModules(Buffer.from('x\0depends=\0'))).toEqual([]);
});

it('refuses a kernel that is no bzImage', () => {
  expect(() => kernelPayload(Buffer.alloc(1024))).toThrow('not a bzImage');
});
