import type { Read } from './command.ts';

/** Something that reads what others write. */
export interface Reader {
  /** Inputs to begin with. */
  seeds(): Promise<(string | Uint8Array)[]>;
  read: Read;
  /** Bytes. */
  longest: number;
}
