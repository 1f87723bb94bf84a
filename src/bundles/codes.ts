import { CodedError } from '../system/coded-error.ts';

/** What can be wrong with a package: code, short name, one-line title. */
export const BUNDLE_CODES = {
  CF6601: ['not-a-package', 'A file is neither a package of clickforge nor an image'],
  CF6602: ['damaged-package', 'A package does not hold what its manifest says'],
  CF6603: ['bad-signature', 'The signature of a package is missing or does not fit'],
  CF6604: ['bad-key', 'A file is no Ed25519 key'],
  CF6605: ['not-described', "A standard's descriptor cannot say what the VNF is"],
} as const satisfies Record<string, readonly [name: string, title: string]>;

export type BundleCode = keyof typeof BUNDLE_CODES;

/** The one error that the functions of this folder throw of their own. */
export class BundleError extends CodedError<BundleCode> {
  override readonly name = 'BundleError';
}
