// The fuzzers' kept inputs: a folder of them as one compressed file, the same bytes for the same inputs.
// @ts-check
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { extract, pack } from 'tar-stream';

/** @param {string} folder @param {string} file */
export async function packFolder(folder, file) {
  const tar = pack();
  for (const name of (await readdir(folder)).sort())
    tar.entry({ name, mtime: new Date(0), mode: 0o644 }, await readFile(join(folder, name)));
  tar.finalize();
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, gzipSync(await buffer(tar), { level: 9 }));
}

/** An empty folder where there is no such file. @param {string} file @param {string} folder */
export async function unpackFolder(file, folder) {
  await mkdir(folder, { recursive: true });
  const bytes = await readFile(file).catch(() => undefined);
  if (!bytes) return;
  for await (const entry of Readable.from([gunzipSync(bytes)]).pipe(extract()))
    await writeFile(join(folder, basename(entry.header.name)), await buffer(entry));
}
