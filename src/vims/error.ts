import { CodedError } from '../system/coded-error.ts';
import type { VimCode } from './codes.ts';

/** The one error that the functions of this folder throw of their own; those of the network are SystemErrors. */
export class VimError extends CodedError<VimCode> {
  override readonly name = 'VimError';
}
