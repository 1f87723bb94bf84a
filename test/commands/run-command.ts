import { readFileSync } from 'node:fs';
import { abi } from '../../generated/abi.js';
import { main } from '../../src/commands/main.ts';
import { Stopwatch } from '../../src/commands/stopwatch.ts';
import { makeBase } from '../image/base-fixture.ts';
import { makeStem } from '../image/stem-fixture.ts';
import { type MemoryOptions, type MemorySystem, memorySystem } from '../system/memory-system.ts';

export const BASE_IMAGE = '/installed/clickforge-base.elf';
export const SIMULATOR = '/installed/clickforge.wasm';

/** Files of a system on which clickforge is installed, with a base image and a simulator that fit. */
export const installed = {
  [BASE_IMAGE]: Buffer.from(makeBase({ abi: abi.hash })),
  '/installed/stem.elf': Buffer.from(makeStem(240)),
  '/installed/clickos.elf': Buffer.concat([makeBase({ plain: true }), Buffer.from('data/clickos\0')]),
  [SIMULATOR]: readFileSync(new URL('../../dist/simulator/clickforge.wasm', import.meta.url)),
};

export interface Ran {
  exitCode: number;
  output: string;
  errors: string;
  both: string;
  system: MemorySystem;
}

/** Runs one command line in this process, on files in memory; relative paths start at /vnf. */
export async function runCommand(
  args: string[],
  files: Record<string, string | Buffer | null> = {},
  options: MemoryOptions = {},
): Promise<Ran> {
  return runOn(memorySystem({ ...installed, ...files }, options), args);
}

export async function runOn(system: MemorySystem, args: string[]): Promise<Ran> {
  const before = system.written();
  const stopwatch = new Stopwatch(system.clock, 0);
  const exitCode = await main(args, system, { baseImage: BASE_IMAGE, simulator: SIMULATOR }, stopwatch);
  const after = system.written();
  return {
    exitCode,
    output: after.output.slice(before.output.length),
    errors: after.errors.slice(before.errors.length),
    both: after.both.slice(before.both.length),
    system,
  };
}
