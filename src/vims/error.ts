import type { VimCode } from './codes.ts';

/** The one error that the functions of this folder throw of their own; those of the network are SystemErrors. */
export class VimError extends Error {
  readonly code: VimCode;
  readonly hint: string;

  constructor(code: VimCode, message: string, hint: string) {
    super(message);
    this.name = 'VimError';
    this.code = code;
    this.hint = hint;
  }
}
