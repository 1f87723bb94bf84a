import type { Bed } from './bed.ts';
import type { GuestOptions } from './guest.ts';
import { consolePath, emitGuest } from './guest.ts';

export interface LeastMemory {
  readonly memoryMiB: number;
  /** One line for each size that was tried. */
  readonly report: string;
}

const LARGEST_MIB = 32;

/** Why the guest does not run with this memory; undefined when it does. */
async function tryMemory(bed: Bed, options: GuestOptions): Promise<string | undefined> {
  const { name } = options;
  const log = consolePath(name);
  const config = await emitGuest(bed, options);
  const created = await bed.dom0.exec(`xl create -q -e ${config}`);
  if (created.code !== 0) {
    const faults = created.stderr.split('\n').filter((line) => line.startsWith('libxl: error'));
    return `xl create refuses: ${faults[0] ?? created.stderr.trim()}`;
  }
  const running = await bed.dom0.exec(`/test/bin/await 5 grep -aq 'router running' ${log}`);
  const text = await bed.sh(`cat ${log}; : >${log}`);
  await bed.sh(`xl destroy ${name}`);
  return running.code === 0 ? undefined : `does not come up: ${text.trim().split('\n').pop()}`;
}

/** Tries 1, 2, 3 … MiB until the guest's router runs. */
export async function findLeastMemory(bed: Bed, guest: Omit<GuestOptions, 'name'>): Promise<LeastMemory> {
  const name = `least-${guest.type}`;
  const lines: string[] = [];
  for (let memoryMiB = 1; memoryMiB <= LARGEST_MIB; memoryMiB++) {
    const refusal = await tryMemory(bed, { ...guest, name, memoryMiB });
    lines.push(`memory = ${memoryMiB}: ${refusal ?? 'runs'}`);
    if (refusal === undefined) return { memoryMiB, report: lines.join('\n') };
  }
  throw new Error(`the guest runs in no memory up to ${LARGEST_MIB} MiB\n${lines.join('\n')}`);
}
