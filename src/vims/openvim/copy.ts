import type { System } from '../../system/system.ts';
import { VimError } from '../error.ts';

/** Where an image goes: a path on a host that scp reaches, or one that is there already. */
export interface ImagePlace {
  /** As in user@host; undefined: the image is at its path already. */
  host: string | undefined;
  path: string;
}

/** Characters that no remote side takes for something else. */
const PLAIN = /^[A-Za-z0-9_.,+@%=/-]+$/;

/** Takes `[USER@]HOST:/PATH`, `/PATH` or a URL apart. */
export function parsePlace(text: string): ImagePlace {
  const match = /^([^/:]+):(\/.*)$/s.exec(text);
  return match ? { host: match[1]!, path: match[2]! } : { host: undefined, path: text };
}

/** Copies a file with scp, which asks nobody for a password here. Throws VimError. */
export async function copyImage(
  { processes }: Pick<System, 'processes'>,
  file: string,
  { host, path }: ImagePlace,
  timeoutMilliseconds: number,
): Promise<void> {
  if (host === undefined) return;
  if (!PLAIN.test(path) || !/^[A-Za-z0-9_.@][A-Za-z0-9_.@-]*$/.test(host)) {
    throw new VimError(
      'CF6513',
      `${host}:${path} is nothing for scp`,
      'use letters, digits and _ . , + @ % = -',
    );
  }
  const args = [
    '-B',
    '-q',
    '--',
    file.startsWith('-') || file.includes(':') ? `./${file}` : file,
    `${host}:${path}`,
  ];
  const { exitCode, missing, timedOut, stderr } = await processes.run('scp', args, { timeoutMilliseconds });
  if (exitCode === 0) return;
  const why = missing ? 'there is no scp here' : timedOut ? 'it took too long' : lastLine(stderr);
  throw new VimError(
    'CF6506',
    `the image could not be copied to ${host}:${path}: ${why}`,
    'try the same with scp',
  );
}

function lastLine(text: string): string {
  return text
    .trim()
    .split('\n')
    .at(-1)!
    .replace(/[\u0000-\u001f\u007f]/g, ' ')
    .substring(0, 300);
}
