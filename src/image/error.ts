import { CodedError } from '../system/coded-error.ts';

/** What can be wrong with a file that should be an image. Stable: shown to users and in `--json`. */
export const IMAGE_CODES = {
  CF5001: ['not-elf', 'A file that has to be an image is no ELF file'],
  CF5002: ['foreign-elf', 'An ELF file is for another machine or of another kind'],
  CF5003: ['damaged-elf', 'An ELF file is damaged or was cut short'],
  CF5004: ['not-an-image', 'An ELF file has no clickforge note'],
  CF5005: ['other-version', 'A base image does not belong to this clickforge'],
  CF5006: ['contradictory-image', "A base image's note and its layout contradict each other"],
  CF5007: ['no-configuration', 'An image holds no configuration'],
  CF5008: ['damaged-plan', 'The Plan in an image is damaged'],
  CF5009: ['no-slot', 'The text slot of an image is damaged'],
  CF5010: ['unfit-for-slot', 'A configuration cannot be put into a text slot'],
} as const satisfies Record<string, readonly [name: string, title: string]>;

export type ImageCode = keyof typeof IMAGE_CODES;

/** The one error that the functions of this folder throw: the file is not what it has to be. */
export class ImageError extends CodedError<ImageCode, string | undefined> {
  override readonly name = 'ImageError';

  constructor(code: ImageCode, message: string, hint?: string) {
    super(code, message, hint);
  }
}
