import type { System } from '../system/system.ts';
import type { Stopwatch } from './stopwatch.ts';

/** Where this installation keeps what commands need. */
export interface Installation {
  /** Path of the base image that `build` uses. */
  baseImage: string;
  /** Path of the simulator's module. */
  simulator: string;
  /** Path of the program itself, of which a cache of builds must know whether it is another; undefined in tests. */
  program?: string;
  /** Path of what a thread of this program runs; undefined where there are none. */
  worker?: string;
}

/** What a command has at hand. */
export interface Session {
  system: System;
  installation: Installation;
  stopwatch: Stopwatch;
}
