import { hash } from 'node:crypto';

/** A file that a build read or wrote: its name, without the folders of the machine that it lay on, and its hashes. */
export interface Material {
  name: string;
  sha1: string;
  sha256: string;
}

export function material(name: string, bytes: Uint8Array): Material {
  return { name, sha1: digest('sha1', bytes), sha256: digest('sha256', bytes) };
}

/** One image and all that it was made from; the same build gives the same record on every machine. */
export interface BuildRecord {
  image: Material;
  /** SHA-256 of the configuration as it is in the image; the slot of a stem image has none. */
  planDigest?: string;
  delivery: string;
  /** The configuration, then the libraries that it requires. */
  sources: Material[];
  base: Material & { version?: string };
  /** Variables that the command line gave values. */
  definitions: Readonly<Record<string, string>>;
  /** Version of clickforge. */
  version: string;
  /** When it was built, in seconds since 1970-01-01 UTC; left out, documents say nothing of time. */
  time?: number;
}

/** `2026-01-31T12:00:00Z` */
export function timestamp(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** What names clickforge among the packages of the world. */
export function packageUrl(version: string): string {
  return `pkg:npm/clickforge@${encodeURIComponent(version)}`;
}

export function digest(algorithm: 'sha1' | 'sha256', data: Uint8Array | string): string {
  return hash(algorithm, data, 'hex');
}
