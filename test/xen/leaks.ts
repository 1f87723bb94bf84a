import type { Bed } from './bed.ts';
import type { GuestOptions } from './guest.ts';
import { emitGuest } from './guest.ts';

/** What `test/xen/dom0/witness` sees of domains, Xenstore nodes, grants, event channels, interfaces and free memory. */
export interface Leaks {
  readonly before: string;
  readonly alive: string;
  readonly after: string;
}

/** Under emulation, on a machine that is busy with other tests. */
const CREATE_AND_DESTROY_SECONDS = 15;

/** Creates and destroys a guest many times, each time waiting until its router runs. */
export async function countLeaks(bed: Bed, guest: GuestOptions, count: number): Promise<Leaks> {
  const { name } = guest;
  const config = await emitGuest(bed, guest);
  const cycles = (times: number) =>
    bed.sh(`cycles ${times} ${name} ${config} 'router running'`, CREATE_AND_DESTROY_SECONDS * times + 30);
  // The first domain of a kind makes what stays for all: modules' caches, folders in Xenstore.
  await cycles(1);
  const before = await bed.sh('witness');
  await cycles(count);
  const after = await bed.sh('witness');
  await bed.sh(`xl create -q -e ${config}`);
  const alive = await bed.sh('witness');
  await bed.sh(`xl destroy ${name}`);
  return { before, alive, after };
}
