import { BundleError } from './codes.ts';

/** Bytes and files that a package may unpack to; far more than any has. */
export const MOST_BYTES = 256 * 1024 * 1024;
export const MOST_ENTRIES = 1000;

/** A path out of an archive that stays inside of it and is there once, without ./ before it. Throws BundleError. */
export function checkPath(name: string, files: ReadonlyMap<string, unknown>): string {
  const path = name.replace(/^(\.\/)+/, '');
  const parts = path.split('/');
  const odd = parts.some((part) => part === '' || part === '.' || part === '..');
  if (odd || /[\u0000-\u001f\\]/.test(path)) {
    throw new BundleError('CF6602', `it holds a file ${JSON.stringify(name)}`, 'no package has such a path');
  }
  if (files.has(path)) throw new BundleError('CF6602', `it holds ${path} twice`, 'make the package anew');
  return path;
}
