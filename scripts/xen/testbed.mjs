/**
 * The real Xen as a test bed: hypervisor, dom0 kernel and initramfs, made of Debian's packages in a cache folder.
 *
 * Nothing is installed into the host and no privilege is needed.
 */

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { kernelPayload } from './elf.mjs';
import { isWanted, makeInitramfs, PACKAGES, requireFile, XEN_VERSION } from './initramfs.mjs';
import { dependencyOf, downloadPackages, readPackage, resolvePackages, runTool } from './packages.mjs';

/**
 * @typedef {object} Testbed
 * @property {string} xen hypervisor, ELF
 * @property {string} vmlinux dom0's kernel, uncompressed ELF
 * @property {string} initramfs dom0's root, uncompressed cpio
 * @property {string} dir the folder of the three
 *
 * @typedef {import('./packages.mjs').Package} Package
 */

const APT_LISTS = '/var/lib/apt/lists';
const KERNEL_PACKAGE = 'linux-image-amd64';
const HOUR_MS = 3600 * 1000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/** What goes into the test bed beside the packages: a change in one of these asks for a new one. */
const SOURCES = ['testbed', 'initramfs', 'packages', 'elf', 'cpio'].map((name) => `${name}.mjs`);

/** Where everything that can be made again is kept. */
export function cacheFolder() {
  const { CLICKFORGE_CACHE, XDG_CACHE_HOME } = process.env;
  const base = CLICKFORGE_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'clickforge');
  return join(base, 'xen-testbed');
}

/** @param {(string | Buffer)[]} parts */
function digest(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 16);
}

async function sourcesDigest() {
  const names = [...SOURCES, 'dom0/init', 'dom0/agent'];
  return digest(await Promise.all(names.map((name) => readFile(new URL(name, import.meta.url)))));
}

/** Changes whenever apt's knowledge changes; asking apt itself takes a second, this a millisecond. */
async function aptStamp() {
  const names = await readdir(APT_LISTS).catch(() => []);
  const lists = names.filter((name) => name.endsWith('Packages') || name.includes('Packages.')).sort();
  const stats = await Promise.all(lists.map((name) => stat(join(APT_LISTS, name))));
  return digest(stats.map(({ size, mtimeMs }, index) => `${lists[index]} ${size} ${mtimeMs}`));
}

/** @param {string} dir @returns {Testbed} */
const testbedAt = (dir) => ({
  xen: join(dir, 'xen'),
  vmlinux: join(dir, 'vmlinux'),
  initramfs: join(dir, 'initramfs.cpio'),
  dir,
});

/**
 * @param {string} pointer
 * @returns {Promise<{ stamp: string, key: string } | undefined>} what the last run with the same sources came to
 */
async function readPointer(pointer) {
  const text = await readFile(pointer, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

/** @param {string} path @param {string} text */
async function writeWhole(path, text) {
  const partial = `${path}.${process.pid}`;
  await writeFile(partial, text);
  await rename(partial, path);
}

/** @param {string} dir */
const exists = (dir) =>
  stat(dir).then(
    () => true,
    () => false,
  );

/**
 * Fills `dir` with the three files.
 *
 * @param {string} dir
 * @param {string[]} debs
 */
async function build(dir, debs) {
  const bed = testbedAt(dir);
  const maps = await Promise.all(debs.map((deb) => readPackage(deb, isWanted)));
  const files = new Map(maps.flatMap((map) => [...map]));
  const kernel = [...files.keys()].find((path) => path.startsWith('/boot/vmlinuz-'));
  const payload = kernelPayload(requireFile(files, kernel ?? '/boot/vmlinuz').data);
  // The payload carries its size behind the xz stream, hence one stream and no complaint about the rest.
  const vmlinux = await runTool('xz', ['--decompress', '--stdout', '--single-stream'], { input: payload });
  if (vmlinux.toString('latin1', 1, 4) !== 'ELF') throw new Error('the dom0 kernel holds no ELF file');
  await writeFile(bed.vmlinux, vmlinux);
  await writeFile(bed.xen, gunzipSync(requireFile(files, `/boot/xen-${XEN_VERSION}-amd64.gz`).data));
  await writeFile(bed.initramfs, await makeInitramfs(files));
}

/**
 * Removes what killed runs left and what nobody used for a week.
 *
 * @param {string} cache
 */
async function prune(cache) {
  for (const name of await readdir(cache)) {
    if (name === 'debs') continue;
    const path = join(cache, name);
    const found = await stat(path).catch(() => undefined);
    const age = found ? Date.now() - found.mtimeMs : 0;
    const limit = name.startsWith('.') ? HOUR_MS : WEEK_MS;
    if (age > limit) await rm(path, { recursive: true, force: true });
  }
}

/**
 * @param {string} cache
 * @param {string} key
 * @param {Package[]} packages
 * @param {(line: string) => void} log
 */
async function buildAndKeep(cache, key, packages, log) {
  const debs = join(cache, 'debs');
  await downloadPackages(packages, debs, log);
  log('making hypervisor, dom0 kernel and initramfs');
  const temporary = await mkdtemp(join(cache, `.${key}-`));
  try {
    await build(
      temporary,
      packages.map(({ file }) => join(debs, file)),
    );
    // Whoever renames first wins; the other run's folder holds the same and is thrown away.
    await rename(temporary, join(cache, key)).catch(async (error) => {
      if (!(await exists(join(cache, key)))) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  await prune(cache);
}

/**
 * Gives the test bed, made at the first call and taken from the cache afterwards.
 *
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<Testbed>}
 * @throws {Error} one line that names the missing tool or package and the command that gets it
 */
export async function prepareTestbed({ log = () => {} } = {}) {
  const cache = cacheFolder();
  await mkdir(cache, { recursive: true });
  const sources = await sourcesDigest();
  const stamp = await aptStamp();
  const pointer = join(cache, `latest-${sources}.json`);
  const last = await readPointer(pointer);
  const earlier = last && (await exists(join(cache, last.key))) ? join(cache, last.key) : undefined;
  if (earlier && last?.stamp === stamp) return touch(earlier);

  log('asking apt for the package versions');
  try {
    const kernel = await dependencyOf(KERNEL_PACKAGE);
    const packages = await resolvePackages([kernel, ...PACKAGES]);
    const key = digest([sources, ...packages.map(({ file, digest: sum }) => `${file} ${sum}`)]);
    if (!(await exists(join(cache, key)))) await buildAndKeep(cache, key, packages, log);
    await writeWhole(pointer, JSON.stringify({ stamp, key }));
    return testbedAt(join(cache, key));
  } catch (error) {
    if (!earlier) throw error;
    log(`${/** @type {Error} */ (error).message}; the test bed made earlier is used`);
    return touch(earlier);
  }
}

/** @param {string} dir marked as used, so that it is not pruned */
async function touch(dir) {
  const now = new Date();
  await utimes(dir, now, now);
  return testbedAt(dir);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bed = await prepareTestbed({ log: (line) => process.stderr.write(`${line}\n`) });
  process.stdout.write(`${bed.dir}\n`);
}
