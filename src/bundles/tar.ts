import { BundleError } from './codes.ts';
import type { Entry } from './manifest.ts';
import { checkPath, MOST_BYTES, MOST_ENTRIES } from './unpacked.ts';

/** The same bytes for the same entries: no time, user or folder of this machine is in it. */
export async function packTar(entries: readonly Entry[]): Promise<Uint8Array> {
  const { pack } = await import('tar-stream');
  const tar = pack();
  for (const { path, bytes } of entries) {
    tar.entry({ name: path, mode: 0o644, mtime: new Date(0), uid: 0, gid: 0 }, Buffer.from(bytes));
  }
  tar.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of tar) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** Files by path; folders are left out, and links and devices refused. Throws BundleError. */
export async function unpackTar(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const { extract } = await import('tar-stream');
  const tar = extract();
  const files = new Map<string, Uint8Array>();
  let size = 0;
  tar.end(Buffer.from(bytes));
  try {
    for await (const entry of tar) {
      const { name, type } = entry.header;
      const pieces: Buffer[] = [];
      for await (const piece of entry) {
        size += (piece as Buffer).length;
        pieces.push(piece as Buffer);
        if (size > MOST_BYTES)
          throw new BundleError('CF6602', 'it unpacks to too much', 'is it the right file?');
      }
      if (type === 'directory') continue;
      if (type !== 'file')
        throw new BundleError('CF6602', `it holds a ${type ?? 'thing'}`, 'make the package anew');
      const path = checkPath(name, files);
      files.set(path, Buffer.concat(pieces));
      if (files.size > MOST_ENTRIES)
        throw new BundleError('CF6602', 'it holds too many files', 'is it the right file?');
    }
  } catch (error) {
    if (error instanceof BundleError) throw error;
    throw new BundleError('CF6602', 'the archive is damaged', 'fetch or make it again');
  }
  return files;
}
