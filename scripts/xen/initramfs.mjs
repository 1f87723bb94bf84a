/** What dom0 holds: chosen files of Debian packages, the libraries and modules they need, and our init. */

import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { S_IFCHR, S_IFDIR, S_IFLNK, S_IFREG, writeCpio } from './cpio.mjs';
import { neededLibraries, neededModules } from './elf.mjs';

/** @typedef {import('./packages.mjs').PackagedFile} PackagedFile */
/** @typedef {import('./cpio.mjs').CpioEntry} CpioEntry */

export const XEN_VERSION = '4.17';
const XEN_BIN = `/usr/lib/xen-${XEN_VERSION}/bin`;

export const PACKAGES = [
  `xen-hypervisor-${XEN_VERSION}-amd64`,
  `xen-utils-${XEN_VERSION}`,
  ...`xen-utils-common xenstore-utils libxencall1 libxenevtchn1 libxenforeignmemory1 libxengnttab1
  libxenmisc${XEN_VERSION} libxenstore4 libxentoollog1 libxenhypfs1 libxendevicemodel1 libxentoolcore1 libyajl2
  busybox-static bash libc6 libtinfo6 libuuid1 zlib1g liblzma5 libzstd1 libgcc-s1
  iproute2 libbpf1 libelf1 libmnl0 libbsd0 libmd0 libcap2
  tcpdump libpcap0.8 libssl3 libdbus-1-3 libsystemd0 libgcrypt20 libgpg-error0 liblz4-1`.split(/\s+/),
];

/** Programs that dom0 offers, by their place in the packages. */
const PROGRAMS = [
  ...'xl oxenstored xenconsoled xenconsole xen-init-dom0 libxl-save-helper readnotes xenstore-control lsevtchn'
    .split(' ')
    .map((name) => `${XEN_BIN}/${name}`),
  '/usr/bin/busybox',
  '/usr/bin/bash',
  '/usr/bin/ip',
  '/usr/bin/tcpdump',
];

/** Loaded at start, in this order, each after the modules it depends on. */
const MODULES = `xenfs xen-privcmd xen-evtchn xen-gntdev xen-gntalloc xen-netback
  bridge veth tun virtio_pci virtio_console 9pnet_virtio 9p`.split(/\s+/);

/** The loader is asked for by path, and glibc opens libgcc_s itself when a thread is cancelled, as xl does. */
const EXTRA_LIBRARIES = ['ld-linux-x86-64.so.2', 'libgcc_s.so.1'];

const LIBRARY_FOLDERS = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib64',
  `/usr/lib/xen-${XEN_VERSION}/lib`,
  `/usr/lib/xen-${XEN_VERSION}/lib/x86_64-linux-gnu`,
];

const FOLDERS =
  `/proc /sys /dev /run /tmp /root /host /test /var/log/xen/console /var/lib/xen /var/lock`.split(/\s+/);

const LINKS = {
  '/bin': 'usr/bin',
  // Debian's busybox shell prefers its own applets to real programs such as ip.
  '/usr/bin/sh': 'bash',
  '/sbin': 'usr/sbin',
  '/lib': 'usr/lib',
  '/lib64': 'usr/lib64',
  '/var/run': '../run',
  '/out': 'host/out',
  '/usr/lib64/ld-linux-x86-64.so.2': '../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2',
};

const TEXTS = {
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
  '/etc/group': 'root:x:0:\n',
};

/**
 * What to keep of the packages while reading them; the kernel's package alone is 390 MB unpacked.
 *
 * @param {string} path
 */
export function isWanted(path) {
  if (path.startsWith('/usr/lib/modules/')) {
    return /\/(drivers\/(xen|virtio|net|char)|net\/(bridge|802|llc|9p)|fs\/(9p|netfs|fscache))\//.test(path);
  }
  return /^\/(boot\/(xen|vmlinuz)-|usr\/(s?bin|lib|lib64)\/|etc\/xen\/)/.test(path);
}

/**
 * @param {Map<string, PackagedFile>} files
 * @param {string} path
 * @returns {PackagedFile | undefined} the file at the end of the links
 */
function followLinks(files, path) {
  const found = files.get(path);
  if (found?.type !== 'symlink') return found;
  return followLinks(files, posix.resolve(posix.dirname(path), found.data.toString('latin1')));
}

/**
 * @param {Map<string, PackagedFile>} files
 * @param {string[]} programs
 * @returns {Map<string, Buffer>} every library that the programs load, by its name
 */
function collectLibraries(files, programs) {
  /** @type {Map<string, Buffer>} */
  const libraries = new Map();
  /** @param {string} name */
  const add = (name) => {
    if (libraries.has(name)) return;
    const places = LIBRARY_FOLDERS.map((folder) => followLinks(files, `${folder}/${name}`));
    const library = places.find((place) => place !== undefined);
    if (!library) throw new Error(`no Debian package of the list holds the library ${name}`);
    libraries.set(name, library.data);
    neededLibraries(library.data).forEach(add);
  };
  EXTRA_LIBRARIES.forEach(add);
  for (const program of programs) neededLibraries(requireFile(files, program).data).forEach(add);
  return libraries;
}

/**
 * @param {Map<string, PackagedFile>} files
 * @returns {Map<string, Buffer>} the modules in the order they load, by file name
 */
function collectModules(files) {
  const spelling = (/** @type {string} */ name) => name.replaceAll('-', '_');
  const paths = [...files.keys()].filter((path) => path.endsWith('.ko'));
  const byName = new Map(paths.map((path) => [spelling(posix.basename(path, '.ko')), path]));
  /** @type {Map<string, Buffer>} */
  const modules = new Map();
  /** @param {string} name */
  const add = (name) => {
    const path = byName.get(spelling(name));
    if (!path) throw new Error(`the dom0 kernel's package holds no module ${name}`);
    if (modules.has(posix.basename(path))) return;
    const { data } = requireFile(files, path);
    neededModules(data).forEach(add);
    modules.set(posix.basename(path), data);
  };
  MODULES.forEach(add);
  return modules;
}

/**
 * @param {Map<string, PackagedFile>} files
 * @param {string} path
 */
export function requireFile(files, path) {
  const file = followLinks(files, path);
  if (!file) throw new Error(`no Debian package of the list holds ${path}`);
  return file;
}

/**
 * @param {string} path
 * @param {Buffer | string} data
 * @param {number} mode permission bits
 * @returns {CpioEntry}
 */
export const regularFile = (path, data, mode) => ({ path, mode: S_IFREG | mode, data: Buffer.from(data) });

/**
 * The whole initramfs, uncompressed: unpacking a compressed one costs more under emulation than reading it.
 *
 * @param {Map<string, PackagedFile>} files all wanted files of all packages
 * @returns {Promise<Buffer>}
 */
export async function makeInitramfs(files) {
  const xenstoreTools = [...files.keys()].filter((path) => path.startsWith('/usr/bin/xenstore'));
  const scripts = [...files.keys()].filter((path) => path.startsWith('/etc/xen/'));
  const programs = [...PROGRAMS, ...xenstoreTools];
  const modules = collectModules(files);
  const init = await readFile(new URL('dom0/init', import.meta.url));
  const agent = await readFile(new URL('dom0/agent', import.meta.url));
  /** @type {CpioEntry[]} */
  const entries = [
    ...FOLDERS.map((path) => ({ path, mode: S_IFDIR | 0o755 })),
    ...Object.entries(LINKS).map(([path, to]) => ({ path, mode: S_IFLNK | 0o777, data: Buffer.from(to) })),
    ...Object.entries(TEXTS).map(([path, text]) => regularFile(path, text, 0o644)),
    // The kernel opens the console for init before devtmpfs is mounted.
    { path: '/dev/console', mode: S_IFCHR | 0o600, device: [5, 1] },
    regularFile('/init', init, 0o755),
    regularFile('/usr/sbin/dom0-agent', agent, 0o755),
    ...[...programs, ...scripts].map((path) => regularFile(path, requireFile(files, path).data, 0o755)),
    ...[...collectLibraries(files, programs)].map(([name, data]) =>
      regularFile(`/usr/lib/x86_64-linux-gnu/${name}`, data, 0o755),
    ),
    ...[...modules].map(([name, data]) => regularFile(`/usr/lib/modules/${name}`, data, 0o644)),
    regularFile('/usr/lib/modules/order', `${[...modules.keys()].join('\n')}\n`, 0o644),
  ];
  return writeCpio(entries);
}
