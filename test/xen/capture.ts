import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Bed } from './bed.ts';

export type Side = 'outside' | 'inside';

/** Paths of two capture files on the host. */
export type Captures = Readonly<Record<Side, string>>;

/** Records what both networks' hosts send and receive while `traffic` runs, and keeps the files as evidence. */
export async function capture(bed: Bed, name: string, traffic: () => Promise<void>): Promise<Captures> {
  await bed.sh(`capture start ${name}`);
  try {
    await traffic();
  } finally {
    await bed.sh(`capture stop ${name}`);
  }
  const fetch = async (side: Side) => {
    const file = `${name}-${side}.pcap`;
    return bed.evidence.keep(file, await bed.dom0.get(`/out/${file}`));
  };
  return { outside: await fetch('outside'), inside: await fetch('inside') };
}

async function tshark(args: readonly string[]): Promise<string[]> {
  const run = promisify(execFile)('tshark', ['-n', ...args], { encoding: 'utf8' });
  const { stdout } = await run.catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new Error('tshark is missing: apt-get install tshark') : error;
  });
  return stdout
    .replaceAll('→', '->')
    .split('\n')
    .filter((line) => line !== '');
}

/** Packets of a capture file that match a display filter, one line each. */
export function packets(file: string, filter: string): Promise<string[]> {
  // Checksums are not looked at by default, as hosts let network cards make them; here nothing but the guest does.
  const checks = ['ip', 'tcp', 'udp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]);
  return tshark(['-r', file, ...checks, '-Y', filter]);
}
