/** The little of ELF and of kernel modules that tells what else a file needs at run time. */

const SHT_DYNAMIC = 6;
const DT_NEEDED = 1;

/**
 * Names of the shared libraries a 64-bit little-endian ELF file asks for; none for anything else.
 *
 * @param {Buffer} file
 * @returns {string[]}
 */
export function neededLibraries(file) {
  if (file.length < 64 || file.readUInt32BE(0) !== 0x7f454c46 || file[4] !== 2) return [];
  const table = Number(file.readBigUInt64LE(0x28));
  const size = file.readUInt16LE(0x3a);
  /** @param {number} index */
  const section = (index) => {
    const at = table + index * size;
    return {
      type: file.readUInt32LE(at + 4),
      offset: Number(file.readBigUInt64LE(at + 24)),
      bytes: Number(file.readBigUInt64LE(at + 32)),
      link: file.readUInt32LE(at + 40),
    };
  };
  const sections = Array.from({ length: file.readUInt16LE(0x3c) }, (_, index) => section(index));
  const dynamic = sections.find(({ type }) => type === SHT_DYNAMIC);
  if (!dynamic) return [];
  const strings = section(dynamic.link).offset;
  const names = [];
  for (let at = dynamic.offset; at < dynamic.offset + dynamic.bytes; at += 16) {
    if (Number(file.readBigInt64LE(at)) !== DT_NEEDED) continue;
    const name = strings + Number(file.readBigUInt64LE(at + 8));
    names.push(file.toString('latin1', name, file.indexOf(0, name)));
  }
  return names;
}

/**
 * Names of the modules a kernel module depends on, as its `.modinfo` says.
 *
 * @param {Buffer} file
 * @returns {string[]}
 */
export function neededModules(file) {
  const key = '\0depends=';
  const at = file.indexOf(key, 0, 'latin1');
  if (at < 0) return [];
  const start = at + key.length;
  const value = file.toString('latin1', start, file.indexOf(0, start));
  return value.split(',').filter((name) => name !== '');
}

/**
 * Where the compressed ELF kernel lies in a bzImage.
 *
 * @param {Buffer} image
 * @returns {Buffer}
 */
export function kernelPayload(image) {
  if (image.toString('latin1', 0x202, 0x206) !== 'HdrS') throw new Error('the dom0 kernel is not a bzImage');
  const setupSectors = image[0x1f1] || 4;
  const start = (setupSectors + 1) * 512 + image.readUInt32LE(0x248);
  return image.subarray(start, start + image.readUInt32LE(0x24c));
}
