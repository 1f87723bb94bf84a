import { BundleError } from './codes.ts';
import type { Entry } from './manifest.ts';
import { checkPath, MOST_BYTES, MOST_ENTRIES } from './unpacked.ts';

/** The first time that a zip can tell, as the clock of any place on earth says it. */
const START = () => new Date(1980, 0, 1);
const UNIX = 3;

/** The same bytes for the same entries. */
export async function packZip(entries: readonly Entry[]): Promise<Uint8Array> {
  const { zipSync } = await import('fflate');
  const options = { mtime: START(), os: UNIX, attrs: 0o100644 << 16, level: 9 } as const;
  return zipSync(Object.fromEntries(entries.map(({ path, bytes }) => [path, [bytes, options]])));
}

/** Files by path. Throws BundleError. */
export async function unpackZip(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const { unzipSync } = await import('fflate');
  const names: string[] = [];
  let size = 0;
  const within = ({ name, originalSize }: { name: string; originalSize: number }) => {
    names.push(name);
    size += originalSize;
    if (size > MOST_BYTES || names.length > MOST_ENTRIES) {
      throw new BundleError('CF6602', 'it unpacks to too much', 'is it the right file?');
    }
    return !name.endsWith('/');
  };
  try {
    const unpacked = unzipSync(bytes, { filter: within });
    const files = new Map<string, Uint8Array>();
    // Of two files of one name the last one is unpacked.
    for (const name of names.filter((each) => !each.endsWith('/'))) {
      if (!Object.hasOwn(unpacked, name)) throw new Error(name);
      files.set(checkPath(name, files), unpacked[name]!);
    }
    return files;
  } catch (error) {
    if (error instanceof BundleError) throw error;
    throw new BundleError('CF6602', 'the archive is damaged', 'fetch or make it again');
  }
}

export async function packGzip(bytes: Uint8Array): Promise<Uint8Array> {
  const { gzipSync } = await import('fflate');
  return gzipSync(bytes, { mtime: 0, level: 9 });
}

/** Throws BundleError. */
export async function unpackGzip(bytes: Uint8Array): Promise<Uint8Array> {
  const { gunzipSync } = await import('node:zlib');
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch {
    throw new BundleError(
      'CF6602',
      'the archive is damaged, or unpacks to too much',
      'fetch or make it again',
    );
  }
}
