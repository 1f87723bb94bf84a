/** What a packet has behind each base: front, network, transport. */
export type Packet = [Uint8Array, Uint8Array, Uint8Array];

export const NO_OUTPUT = 0x7fff;

/** The twin of decision_run(); -1: no output. Throws for programs that decision_check() must refuse. */
export function run(program: Uint8Array, packet: Packet): number {
  const view = new DataView(program.buffer, program.byteOffset, program.byteLength);
  const count = view.getUint32(0, true);
  let target = view.getUint32(4, true);
  for (let last = -1; target < 0x8000; ) {
    if (target <= last || target >= count)
      throw new Error(`target ${target} behind node ${last} of ${count}`);
    last = target;
    target = step(view, 8 + 20 * target, packet);
  }
  const output = target - 0x8000;
  return output === NO_OUTPUT ? -1 : output;
}

function step(view: DataView, node: number, packet: Packet): number {
  const u32 = (at: number) => view.getUint32(at, true);
  const u16 = (at: number) => view.getUint16(at, true);
  const bytes = packet[view.getUint8(node + 1)]!;
  const offset = u16(node + 4);
  if (offset + view.getUint8(node + 2) > bytes.length) return u16(node + 6);
  const masked = new DataView(new ArrayBuffer(4));
  for (let at = 0; at < 4; at++)
    masked.setUint8(at, (bytes[offset + at] ?? 0) & view.getUint8(node + 8 + at));
  const [word, number] = [masked.getUint32(0, true), masked.getUint32(0)];
  const value = u32(node + 12);
  const table = u32(node + 16);
  const kind = view.getUint8(node);
  if (kind === 0) return word === value ? u16(node + 16) : u16(node + 18);
  if (kind === 1) {
    let range = 0;
    while (range + 1 < value && u32(table + 4 * (range + 1)) <= number) range++;
    return u16(table + 4 * value + 2 * range);
  }
  if (kind === 3) return u16(table + 2 * (number >>> view.getUint8(node + 3)));
  for (let slot = 1 + ((Math.imul(word, value) >>> 0) >>> view.getUint8(node + 3)); ; slot++) {
    const found = u16(table + 8 * slot + 4);
    if (found === 0) return u16(table + 4);
    if (u32(table + 8 * slot) === word) return found;
  }
}
