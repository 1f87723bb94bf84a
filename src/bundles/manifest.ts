import { createHash } from 'node:crypto';
import { BundleError } from './codes.ts';

/** A file in a package; `path` is relative, with slashes. */
export interface Entry {
  path: string;
  bytes: Uint8Array;
}

export const MANIFEST = 'manifest.json';
export const SIGNATURE = 'manifest.json.sig';
const FORMAT = 'clickforge-package-1';

/** What a package says of itself; it is what a signature is made over. */
export interface Manifest {
  format: typeof FORMAT;
  name: string;
  /** Of clickforge. */
  version: string;
  /** Path of the image among the files. */
  image: string;
  /** That of the boot module of the image, where the configuration is in one. */
  module?: string;
  /** Identity of the configuration in it. */
  configuration: string;
  base: string;
  files: { path: string; size: number; sha256: string }[];
}

/** The files in the order of their paths. */
export function manifestOf(about: Omit<Manifest, 'format' | 'files'>, entries: readonly Entry[]): Manifest {
  const files = entries.map(({ path, bytes }) => ({ path, size: bytes.length, sha256: sha256(bytes) }));
  return { format: FORMAT, ...about, files: files.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

export function writeManifest(manifest: Manifest): Uint8Array {
  return Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** Throws BundleError. */
export function readManifest(bytes: Uint8Array): Manifest {
  try {
    const content = JSON.parse(Buffer.from(bytes).toString('utf8')) as Manifest;
    const right =
      content.format === FORMAT &&
      [content.image, content.configuration, content.base].every((each) => typeof each === 'string') &&
      content.files.every(({ path, sha256: sum }) => typeof path === 'string' && typeof sum === 'string');
    if (right) return content;
  } catch {
    // Told below.
  }
  throw new BundleError('CF6602', `${MANIFEST} is no manifest`, 'make the package anew');
}

/** Holds the files against the manifest, and the manifest against the files. Throws BundleError. */
export function checkFiles({ files }: Manifest, entries: ReadonlyMap<string, Uint8Array>): void {
  const hint = 'it was changed after it had been made; fetch or make it again';
  for (const { path, sha256: sum } of files) {
    const bytes = entries.get(path);
    if (!bytes) throw new BundleError('CF6602', `${path} is missing`, hint);
    if (sha256(bytes) !== sum) throw new BundleError('CF6602', `${path} is not what the manifest says`, hint);
  }
  const listed = new Set([MANIFEST, SIGNATURE, ...files.map(({ path }) => path)]);
  const stranger = [...entries.keys()].find((path) => !listed.has(path));
  if (stranger !== undefined) throw new BundleError('CF6602', `${stranger} is not in the manifest`, hint);
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
