/** Debian packages as data: which files, which versions, what they hold. Nothing is installed. */

import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'tar-stream';

/**
 * @typedef {object} Package
 * @property {string} name
 * @property {string} file name of the .deb, which holds the version
 * @property {string} digest
 *
 * @typedef {object} PackagedFile
 * @property {number} mode
 * @property {Buffer} data file content, or the target of a link
 * @property {'file' | 'symlink'} type
 */

/** The Debian package of a tool that is not named like its package. */
const HOLDER = new Map([
  ['xz', 'xz-utils'],
  ['apt-get', 'apt'],
  ['apt-cache', 'apt'],
]);

/**
 * Runs a host tool and collects what it writes.
 *
 * @param {string} tool
 * @param {string[]} args
 * @param {{ cwd?: string, input?: Buffer }} [options]
 * @returns {Promise<Buffer>}
 */
export function runTool(tool, args, { cwd, input } = {}) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
    const child = spawn(tool, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
    /** @type {Buffer[]} */
    const out = [];
    let complaint = '';
    child.stdout.on('data', (chunk) => out.push(chunk));
    child.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    child.on('error', () =>
      reject(new Error(`${tool} is not on this host: apt-get install ${HOLDER.get(tool) ?? tool}`)),
    );
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out));
      else reject(new Error(`${tool} ${args[0]} failed: ${complaint.trim().split('\n').pop()}`));
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/**
 * The one package behind a package that only names the newest version of another.
 *
 * @param {string} metaPackage
 * @returns {Promise<string>}
 */
export async function dependencyOf(metaPackage) {
  const text = (
    await runTool('apt-cache', ['depends', '--important', metaPackage]).catch(() => '')
  ).toString();
  const name = /^\s*Depends: (\S+)$/m.exec(text)?.[1];
  if (!name) throw new Error(`apt knows no package ${metaPackage}: run "apt-get update" as root first`);
  return name;
}

/**
 * What apt would download for these packages now.
 *
 * @param {string[]} names
 * @returns {Promise<Package[]>}
 */
export async function resolvePackages(names) {
  const text = await runTool('apt-get', ['--print-uris', 'download', ...names]).catch((error) => {
    const unknown = /Unable to locate package (\S+)/.exec(error.message)?.[1];
    throw unknown ? new Error(`apt knows no package ${unknown}: run "apt-get update" as root first`) : error;
  });
  const lines = text.toString().trim().split('\n');
  return lines.map((line) => {
    const [, file, , digest] = line.split(' ');
    return { name: file.slice(0, file.indexOf('_')), file, digest };
  });
}

/**
 * Has every package's .deb in `folder`; downloads those that are missing.
 *
 * @param {Package[]} packages
 * @param {string} folder
 * @param {(line: string) => void} log
 */
export async function downloadPackages(packages, folder, log) {
  await mkdir(folder, { recursive: true });
  const present = new Set(await readdir(folder));
  const missing = packages.filter(({ file }) => !present.has(file)).map(({ name }) => name);
  if (missing.length === 0) return;
  log(`downloading ${missing.length} Debian packages`);
  const temporary = await mkdtemp(join(tmpdir(), 'clickforge-debs-'));
  try {
    await runTool('apt-get', ['-q', 'download', ...missing], { cwd: temporary }).catch((error) => {
      const name = /([^/_]+)_[^/]*\.deb/.exec(error.message)?.[1] ?? missing.join(' ');
      throw new Error(`${error.message}; try "apt-get update" as root, then "apt-get download ${name}"`);
    });
    for (const file of await readdir(temporary)) {
      // Another file system may hold the cache: copy beside the target, then rename, so that no reader sees half a file.
      const partial = join(folder, `.${file}.${process.pid}`);
      await copyFile(join(temporary, file), partial);
      await rename(partial, join(folder, file));
    }
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** @param {string} name path as the archive spells it, on a Debian whose /bin, /sbin and /lib are links into /usr */
const mergedPath = (name) => name.replace(/^\.?\/?/, '/').replace(/^\/(bin|sbin|lib|lib64)\//, '/usr/$1/');

/**
 * The wanted files of one .deb, by path.
 *
 * @param {string} deb
 * @param {(path: string) => boolean} isWanted
 * @returns {Promise<Map<string, PackagedFile>>}
 */
export async function readPackage(deb, isWanted) {
  /** @type {Map<string, PackagedFile>} */
  const files = new Map();
  const child = spawn('dpkg', ['--fsys-tarfile', deb], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(undefined) : reject(new Error(`dpkg cannot read ${deb}`)),
    );
  });
  const entries = extract();
  child.stdout.pipe(entries);
  for await (const entry of entries) {
    const { name, type, mode, linkname } = entry.header;
    const path = mergedPath(name);
    if (type === 'directory' || !isWanted(path)) {
      entry.resume();
      continue;
    }
    /** @type {Buffer[]} */
    const chunks = [];
    for await (const chunk of entry) chunks.push(/** @type {Buffer} */ (chunk));
    if (type === 'link') {
      const data = Buffer.from(mergedPath(linkname ?? ''), 'latin1');
      files.set(path, { mode: 0o777, data, type: 'symlink' });
    } else if (type === 'symlink') {
      files.set(path, { mode: 0o777, data: Buffer.from(linkname ?? '', 'latin1'), type });
    } else files.set(path, { mode: mode ?? 0o644, data: Buffer.concat(chunks), type: 'file' });
  }
  await closed;
  return files;
}
