export const fuzzerNames: readonly string[];
export function buildFuzzers(): Promise<void>;
export function runFuzzer(
  name: string,
  seconds: number,
): Promise<{ code: number; executions: number; total: number; edges: number; finds: string[]; log: string }>;
export function keptInputs(name: string): Promise<Buffer[]>;
export function replayFuzzers(
  library: string,
  flags: string[],
  environment: (name: string) => Record<string, string>,
): Promise<string[]>;
