import type { Diagnostic } from '../click-config-parser/diagnostic.ts';
import type { ExitCode } from './exit-code.ts';

/** What a command comes to: printed for people or for machines by one and the same function. */
export interface Outcome {
  exitCode: ExitCode;
  diagnostics: Diagnostic[];
  /** File name to latin1 text, for the source lines under diagnostics. */
  sources?: Map<string, string>;
  /** The command's fields in `--json`. */
  result?: Record<string, unknown>;
  /** What people see on standard output: text, or bytes as they are. */
  text?: string | Uint8Array;
  /** Shown even with `--quiet`: it is what was asked for, and not a remark about it. */
  wanted?: boolean;
}

/** A reason to stop at once; becomes the outcome. */
export class Stop extends Error {
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super('stopped');
    this.outcome = outcome;
  }
}
