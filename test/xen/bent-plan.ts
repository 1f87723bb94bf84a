const MAGIC = 'CLKPLAN\0';
const VERSION_OFFSET = 8;
const SOMEWHERE_IN_THE_BODY = 120;

/** A copy of an image's bytes whose Plan is wrong, as no packer would make it. */
export function bendPlan(image: Buffer, how: 'damaged' | 'from-the-future'): Buffer {
  const bytes = Buffer.from(image);
  const plan = bytes.lastIndexOf(MAGIC, undefined, 'latin1');
  if (plan < 0) throw new Error('the image holds no Plan');
  if (how === 'damaged') bytes[plan + SOMEWHERE_IN_THE_BODY]! ^= 0x10;
  else bytes.writeUInt32LE(4_000_000_000, plan + VERSION_OFFSET);
  return bytes;
}
