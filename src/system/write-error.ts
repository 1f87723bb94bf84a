import { dirname } from 'node:path';
import { errnoOf, reasonOf, SystemError } from './error.ts';

/** A failure to write `path`, told with its reason and a remedy. */
export function writeError(path: string, error: unknown): SystemError {
  const folder = dirname(path);
  switch (errnoOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new SystemError(
        'CF7103',
        `cannot write ${path}: there is no folder ${folder}`,
        'make the folder first',
      );
    case 'EISDIR':
      return isFolder(path);
    case 'EACCES':
    case 'EPERM':
      return new SystemError(
        'CF7104',
        `cannot write ${path}: permission denied`,
        `choose a folder you may write to, or check the permissions of ${folder}`,
      );
    case 'EROFS':
      return new SystemError(
        'CF7104',
        `cannot write ${path}: the file system is read-only`,
        'choose another folder',
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new SystemError(
        'CF7106',
        `cannot write ${path}: no space is left`,
        'make room, or choose another disk',
      );
    case 'EFBIG':
      return new SystemError(
        'CF7108',
        `cannot write ${path}: it would be larger than a file may be here`,
        'raise the limit for files (`ulimit -f`), or choose another disk',
      );
    default:
      return new SystemError(
        'CF7108',
        `cannot write ${path}: ${reasonOf(error)}`,
        'check the path and the disk',
      );
  }
}

export function isFolder(path: string): SystemError {
  return new SystemError('CF7105', `cannot write ${path}: it is a folder`, 'name a file in it');
}
