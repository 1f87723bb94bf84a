// Makes a fresh Debian machine with Node ready: npm's packages, Debian's packages. Does nothing when all is there.
// @ts-check
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentFault, root, run, runMain } from './run.mjs';

/** What registration and packages are tried on. */
const SERVERS = ['python3-keystone', 'python3-glance', 'docker-registry', 'skopeo'];
/** Debian packages by what they are needed for. */
const DEBIAN = {
  build: ['clang-19', 'lld-19', 'llvm-19', 'libxen-dev'],
  demo: ['qemu-system-x86', 'xz-utils', 'tshark'],
  test: [
    'libclang-rt-19-dev',
    'libc6-dev',
    'binutils',
    'valgrind',
    'openssl',
    'libvirt-clients',
    'libxml2-utils',
    'libyang2-tools',
    ...SERVERS,
  ],
};

/** @typedef {keyof typeof DEBIAN} Purpose */

/** @param {string} line */
const say = (line) => process.stderr.write(`clickforge setup: ${line}\n`);

/** Installs npm's packages when the lock file has changed since the last time. */
function ensureNpmPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.clickforge-lock');
  if (readIfThere(stamp) === lock) return;
  say('npm ci');
  const done = run('npm', ['ci', '--no-audit', '--no-fund']);
  if (done.code !== 0) throw new EnvironmentFault(`npm ci failed:\n${done.stderr.trim()}`);
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stamp, lock);
}

/** @param {string} path */
function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param {string[]} packages @returns {string[]} those that are not installed */
function missingDebianPackages(packages) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own format language
  const list = run('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n', ...packages]);
  if (list.code === 127) {
    throw new EnvironmentFault(
      `no dpkg-query here: this set-up is for Debian 12. Needed: ${packages.join(' ')}`,
    );
  }
  const installed = new Set(
    list.stdout.split('\n').flatMap((line) => (line.endsWith(' installed') ? [line.split(/[: ]/)[0]] : [])),
  );
  return packages.filter((name) => !installed.has(name));
}

/** @param {string[]} packages */
function ensureDebianPackages(packages) {
  const missing = missingDebianPackages(packages);
  if (missing.length === 0) return;
  const command = `apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) {
    throw new EnvironmentFault(`missing Debian packages: ${missing.join(' ')}\nAs root: ${command}`);
  }
  say(command);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const update = run('apt-get', ['update', '-q'], { env });
  const install = run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing], { env });
  if (install.code !== 0) {
    throw new EnvironmentFault(`'${command}' failed:\n${`${update.stderr}${install.stderr}`.trim()}`);
  }
}

/**
 * Installs what the named purposes need. Throws an EnvironmentFault that says what is missing and how to get it.
 * @param {Purpose[]} purposes
 */
export function ensurePackages(purposes) {
  ensureDebianPackages(purposes.flatMap((purpose) => DEBIAN[purpose]));
  ensureNpmPackages();
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await runMain(async () => ensurePackages(['build', 'demo', 'test']));
}
