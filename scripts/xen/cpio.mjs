/**
 * Writes the "newc" archive that the Linux kernel unpacks as its initramfs.
 *
 * An own writer, because it gives every entry to root and makes device nodes without being root.
 */

/**
 * @typedef {object} CpioEntry
 * @property {string} path absolute path in the archive
 * @property {number} mode type and permission bits, as in `st_mode`
 * @property {Buffer} [data] file content, or the target of a symbolic link
 * @property {[number, number]} [device] major and minor number of a device node
 */

export const S_IFDIR = 0o040000;
export const S_IFCHR = 0o020000;
export const S_IFREG = 0o100000;
export const S_IFLNK = 0o120000;

const HEADER_BYTES = 110;
const EMPTY = Buffer.alloc(0);

/** @param {number} length */
const padding = (length) => Buffer.alloc(-length & 3);

/** @param {number} value */
const hex8 = (value) => value.toString(16).padStart(8, '0');

/**
 * @param {CpioEntry} entry
 * @param {number} inode
 */
function encodeEntry({ path, mode, data = EMPTY, device = [0, 0] }, inode) {
  const name = Buffer.from(`${path.replace(/^\/+/, '')}\0`, 'latin1');
  const links = (mode & 0o170000) === S_IFDIR ? 2 : 1;
  const fields = [inode, mode, 0, 0, links, 0, data.length, 0, 0, ...device, name.length, 0];
  const header = Buffer.from(`070701${fields.map(hex8).join('')}`, 'latin1');
  return [header, name, padding(HEADER_BYTES + name.length), data, padding(data.length)];
}

/**
 * One archive of the given entries and of every folder above them, in an order that the kernel can unpack.
 *
 * @param {Iterable<CpioEntry>} entries
 * @returns {Buffer}
 */
export function writeCpio(entries) {
  /** @type {Map<string, CpioEntry>} */
  const byPath = new Map();
  for (const entry of entries) {
    for (let at = entry.path.indexOf('/', 1); at > 0; at = entry.path.indexOf('/', at + 1)) {
      const path = entry.path.slice(0, at);
      if (!byPath.has(path)) byPath.set(path, { path, mode: S_IFDIR | 0o755 });
    }
    byPath.set(entry.path, entry);
  }
  const sorted = [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const trailer = { path: 'TRAILER!!!', mode: 0 };
  const parts = [...sorted, trailer].flatMap((entry, index) => encodeEntry(entry, index + 1));
  return Buffer.concat(parts);
}
