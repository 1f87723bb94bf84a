import type { Guest } from './clickos-options.ts';

/** Milliseconds without a new line after which a console has told its past. */
const QUIET = 250;

/** Starts a router and waits for what the console says of it. Throws XenstoreError. */
export async function startRouter(
  { host, store, domain, name, expiry }: Guest,
  router: number,
  pause: (milliseconds: number) => Promise<void>,
): Promise<void> {
  const [{ setStatus }, { Confirmation }, { AttachedConsole }, { findToolstack }] = await Promise.all([
    import('../../xenstore/clickos.ts'),
    import('../../xenstore/confirm.ts'),
    import('../../toolstack/attached-console.ts'),
    import('../../toolstack/probe.ts'),
  ]);
  const confirmation = new Confirmation();
  let lines = 0;
  let isPast = true;
  const console = await AttachedConsole.open(host, await findToolstack(host, undefined), name, (line) => {
    lines++;
    if (!isPast) confirmation.take(line);
  });
  try {
    // What it said before is of other routers.
    for (let before = -1; before !== lines; await pause(QUIET)) before = lines;
    isPast = false;
    await setStatus(store, domain, router, 'Running');
    await confirmation.wait(`router ${router} of ${name}`, expiry());
  } finally {
    await console.close();
  }
}
