import { createHash } from 'node:crypto';
import { crc32, HEADER, HEADER_SIZE, MAGIC } from '../../src/plan/format.ts';

/** Makes the sums right of the Plan in `image`, if there is one: with wrong ones nothing else of it would be looked at. */
export function seal(image: Buffer): Buffer {
  const at = image.lastIndexOf(MAGIC, undefined, 'latin1');
  if (at < 0 || image.length < at + HEADER_SIZE) return image;
  const sealed = Buffer.from(image);
  const plan = sealed.subarray(at, at + Math.min(image.readUInt32LE(at + HEADER.size), image.length - at));
  if (plan.length < HEADER_SIZE) return image;
  createHash('sha256')
    .update(plan.subarray(HEADER.digest + 32))
    .digest()
    .copy(plan, HEADER.digest);
  plan.writeUInt32LE(crc32(plan.subarray(HEADER.size)), HEADER.crc);
  return sealed;
}
