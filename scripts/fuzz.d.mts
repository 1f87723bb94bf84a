export interface Extent {
  seconds: number;
  executions?: number;
}
export const fuzzerNames: readonly string[];
export function buildFuzzers(names?: readonly string[]): Promise<void>;
export function runFuzzer(
  name: string,
  extent: Extent,
): Promise<{ code: number; executions: number; total: number; edges: number; finds: string[]; log: string }>;
export function replayFuzzers(
  library: string,
  flags: string[],
  environment: (name: string) => Record<string, string>,
): Promise<string[]>;
