import type { System } from '../system/system.ts';
import type { Stopwatch } from './stopwatch.ts';

/** Where this installation keeps what commands need. */
export interface Installation {
  /** Path of the base image that `build` uses. */
  baseImage: string;
  /** Path of the simulator's module. */
  simulator: string;
}

/** What a command has at hand. */
export interface Session {
  system: System;
  installation: Installation;
  stopwatch: Stopwatch;
}
