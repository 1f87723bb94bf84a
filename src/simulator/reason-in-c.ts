import { errnoOf, reasonOf } from '../system/error.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  EISDIR: 'Is a directory',
  ENOTDIR: 'Not a directory',
  ENOSPC: 'No space left on device',
  EROFS: 'Read-only file system',
  EMFILE: 'Too many open files',
  EADDRINUSE: 'Address already in use',
};

/** Why a function of Node threw, in the C library's words: Click prints these. */
export function reasonInC(error: unknown): string {
  return REASONS[errnoOf(error)] ?? reasonOf(error);
}
