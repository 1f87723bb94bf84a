import { CodedError } from './coded-error.ts';

/** What can go wrong between this program and the machine it runs on. */
export const SYSTEM_CODES = {
  CF7101: ['file-not-found', 'A file that is to be read does not exist'],
  CF7102: ['not-readable', 'A file cannot be read'],
  CF7103: ['folder-missing', 'The folder of an output file does not exist'],
  CF7104: ['not-writable', 'An output file may not be written there'],
  CF7105: ['is-a-folder', 'A path that has to name a file names a folder'],
  CF7106: ['no-space', 'The disk is full'],
  CF7107: ['file-too-large', 'A file is larger than anything that makes sense'],
  CF7108: ['file-failure', 'The operating system refused an operation on a file'],
  CF7201: ['unreachable', 'A server cannot be reached'],
  CF7202: ['untrusted-server', 'A server does not prove that it is who it says'],
  CF7203: ['no-answer-in-time', 'A server does not answer in time'],
  CF7204: ['connection-broke', 'A connection ended before the answer was there'],
  CF7205: ['request-interrupted', 'Somebody ended the program while it waited for a server'],
} as const satisfies Record<string, readonly [name: string, title: string]>;

export type SystemCode = keyof typeof SYSTEM_CODES;

/** A failure of the environment, told in one sentence with a remedy. */
export class SystemError extends CodedError<SystemCode> {
  override readonly name = 'SystemError';
}

/** The errno name of what a function of `node:fs` threw (`ENOENT`), or an empty string. */
export function errnoOf(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : '';
}

/** Why a function of `node:fs` threw, as short as it can be said. */
export function reasonOf(error: unknown): string {
  return errnoOf(error) || (error instanceof Error ? error.message : String(error));
}
