/** This Node and the built command line, for a dom0 that is to run it. */

import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
/** What dom0 has by itself. */
const PRESENT = /^(libc|libgcc_s)\./;

/** @returns {Record<string, string>} host paths by path in dom0, for `test/xen/dom0/cf` */
export function installedFiles() {
  const loaded = execFileSync('ldd', [process.execPath], { encoding: 'utf8' });
  const libraries = [...loaded.matchAll(/=> (\/\S+)/g)].map(([, path]) => path);
  const wanted = libraries.filter((path) => !PRESENT.test(basename(path)));
  const bundles = readdirSync(DIST).filter((name) => /^cli\.js$|\.cjs$|^program\.v8-/.test(name));
  const files = [...bundles, 'base/clickforge-base.elf'];
  return Object.fromEntries([
    ['/usr/bin/node', process.execPath],
    ...wanted.map((path) => [`/usr/lib/x86_64-linux-gnu/${basename(path)}`, path]),
    ...files.map((name) => [`/clickforge/dist/${name}`, join(DIST, name)]),
  ]);
}
