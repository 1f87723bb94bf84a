/** Programs of Debian packages for a dom0 that is to have them beside those that are always there. */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { neededLibraries } from './elf.mjs';
import { downloadPackages, readPackage, resolvePackages } from './packages.mjs';
import { cacheFolder } from './testbed.mjs';

/** @typedef {import('./packages.mjs').PackagedFile} PackagedFile */

export const LIBRARIES = '/usr/lib/x86_64-linux-gnu';

/**
 * The libraries in the packages, and what else is wanted of them, by path.
 *
 * @param {string[]} names of the packages
 * @param {(path: string) => boolean} isWanted
 * @param {(line: string) => void} log
 */
export async function packagedFiles(names, isWanted, log) {
  const debs = join(cacheFolder(), 'debs');
  await mkdir(debs, { recursive: true });
  const packages = await resolvePackages(names);
  await downloadPackages(packages, debs, log);
  const isRead = (/** @type {string} */ path) => path.startsWith(`${LIBRARIES}/`) || isWanted(path);
  const maps = await Promise.all(packages.map(({ file }) => readPackage(join(debs, file), isRead)));
  return new Map(maps.flatMap((map) => [...map]));
}

/**
 * The programs and all libraries that they load, but for those that are not in the packages: dom0 has them.
 *
 * @param {Map<string, PackagedFile>} files
 * @param {string[]} programs
 */
export function withLibraries(files, programs) {
  /** @type {Record<string, { data: Buffer, mode: number }>} */
  const all = {};
  /** @param {string} path */
  const add = (path) => {
    const file = followLinks(files, path);
    if (!file || all[path]) return;
    all[path] = { data: file.data, mode: 0o755 };
    for (const name of neededLibraries(file.data)) add(`${LIBRARIES}/${name}`);
  };
  for (const program of programs) {
    if (!files.has(program)) throw new Error(`no Debian package of the list holds ${program}`);
    add(program);
  }
  return all;
}

/**
 * @param {Map<string, PackagedFile>} files
 * @param {string} path
 * @returns {PackagedFile | undefined}
 */
function followLinks(files, path) {
  const found = files.get(path);
  if (found?.type !== 'symlink') return found;
  const to = found.data.toString('latin1');
  return followLinks(files, to.startsWith('/') ? to : join(path, '..', to));
}
