import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { SystemError } from '../../system/error.ts';
import { readFile } from '../../system/read-file.ts';
import type { System } from '../../system/system.ts';
import { type FileToWrite, makeFolder, writeFileAtomically } from '../../system/write-file.ts';
import { VERSION } from '../../version.ts';
import type { Session } from '../session.ts';
import { asText } from '../words.ts';
import type { BaseImage } from './base-image.ts';
import type { Job } from './jobs.ts';
import type { Made } from './made.ts';
import type { BuildOptions } from './options.ts';

/** A file by path with the SHA-256 of its content; null where there was none. */
interface Seen {
  path: string;
  sha256: string | null;
}

/** What is kept of a build: it need not be done again while all of this is as it was. */
interface Entry {
  /** Of everything that went in but libraries. */
  key: string;
  libraries: Seen[];
  outputs: Seen[];
  result: Record<string, unknown>;
}

/**
 * Remembers in a folder what each image was built from, by content. Nothing is taken from it: what it says is held
 * against the files, and an image that was changed or removed is built again.
 */
export class BuildCache {
  readonly #system: System;
  readonly #folder: string;
  readonly #common: string;

  constructor(
    { system, installation }: Session,
    folder: string,
    base: BaseImage,
    { define = {} }: BuildOptions,
  ) {
    this.#system = system;
    this.#folder = folder;
    const { program } = installation;
    this.#common = JSON.stringify([
      VERSION,
      program === undefined ? null : this.#see(program),
      sha256(base.bytes),
      base.delivery,
      Object.entries(define).sort(([a], [b]) => (a < b ? -1 : 1)),
      system.environment.CLICKPATH ?? null,
      system.environment.SOURCE_DATE_EPOCH ?? null,
    ]);
  }

  /** What was told of an image when it was built, if it would be the same again. */
  find(job: Job): Record<string, unknown> | undefined {
    const entry = this.#read(job);
    if (entry === undefined || entry.key !== this.#keyOf(job)) return undefined;
    const { libraries, outputs, result } = entry;
    return [...libraries, ...outputs].every((seen) => this.#see(seen.path) === seen.sha256)
      ? result
      : undefined;
  }

  /** Keeps a build without findings: those of others are to be told each time. */
  keep(job: Job, made: Made, outputs: FileToWrite[], result: Record<string, unknown>): void {
    const key = this.#keyOf(job);
    if (key === undefined || made.diagnostics.length > 0) return;
    const entry: Entry = {
      key,
      libraries: made.libraries.map(({ path, source }) => ({
        path: asText(path),
        sha256: source === undefined ? null : sha256(Buffer.from(source, 'latin1')),
      })),
      outputs: outputs.map(({ path, bytes }) => ({ path, sha256: sha256(bytes) })),
      result,
    };
    makeFolder(this.#system, this.#folder);
    writeFileAtomically(this.#system, this.#pathOf(job), Buffer.from(JSON.stringify(entry)));
  }

  #keyOf({ file, ...outputs }: Job): string | undefined {
    const configuration = file === '-' ? null : this.#see(file);
    if (configuration === null) return undefined;
    return sha256(JSON.stringify([this.#common, file, configuration, outputs]));
  }

  /** One file for each image, so that the folder does not grow without end. */
  #pathOf({ output }: Job): string {
    return join(this.#folder, `${basename(output)}-${sha256(output).slice(0, 16)}.json`);
  }

  /** Undefined when there is none, or it is damaged: then the image is built again. */
  #read(job: Job): Entry | undefined {
    const bytes = read(this.#system, this.#pathOf(job));
    if (bytes === undefined) return undefined;
    try {
      const entry = JSON.parse(Buffer.from(bytes).toString()) as Partial<Entry> | null;
      const whole =
        Array.isArray(entry?.libraries) && Array.isArray(entry.outputs) && entry.outputs.length > 0;
      return whole && typeof entry.result === 'object' ? (entry as Entry) : undefined;
    } catch {
      return undefined;
    }
  }

  #see(path: string): string | null {
    const bytes = read(this.#system, path);
    return bytes === undefined ? null : sha256(bytes);
  }
}

function read(system: System, path: string): Uint8Array | undefined {
  try {
    return readFile(system, path);
  } catch (error) {
    if (error instanceof SystemError) return undefined;
    throw error;
  }
}

function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}
