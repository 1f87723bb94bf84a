export interface Image {
  /** Where it lands, below the root. */
  output: string;
  /** C files besides the base image's, below the root. */
  sources?: string[];
  /** Instead of the table of all classes, below the root; no Plan fits such an image. */
  classes?: string;
  linkFlags?: string[];
}

/** Path of the base image, below the root. */
export const BASE_IMAGE: string;

/** The same with sections and symbols. */
export const BASE_SYMBOLS: string;

/** Makes the base image unless it is newer than all it is made of. */
export function buildBase(root: string): Promise<void>;

/** Makes images that share all but a few files with the base image. */
export function buildImages(root: string, images: Image[]): Promise<void>;
