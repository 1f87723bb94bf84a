import type { Diagnostic } from '../../click-config-parser/diagnostic.ts';
import type { LibraryRead } from '../load-configuration.ts';

/** What a configuration came to. */
export interface Made {
  diagnostics: Diagnostic[];
  /** The configuration and its libraries by name, as latin1 text. */
  sources: Map<string, string>;
  /** What was looked for as a library, in order. */
  libraries: LibraryRead[];
  /** Left out when something is wrong with the configuration. */
  image?: MadeImage;
}

export interface MadeImage {
  bytes: Uint8Array;
  /** What `--json` tells about it. */
  facts: Record<string, unknown> & { delivery: string; elements: number; digest?: string; base?: string };
  /** What people are told about it, below its name and size. */
  lines: string[];
}
