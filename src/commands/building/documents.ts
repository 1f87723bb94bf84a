import { basename, relative, resolve } from 'node:path';
import { type BuildRecord, type Material, material } from '../../bundles/material.ts';
import { provenance } from '../../bundles/provenance.ts';
import { sbom } from '../../bundles/sbom.ts';
import type { System } from '../../system/system.ts';
import type { FileToWrite } from '../../system/write-file.ts';
import { VERSION } from '../../version.ts';
import { EXIT } from '../exit-code.ts';
import { failure } from '../failure.ts';
import { Stop } from '../outcome.ts';
import { asText } from '../words.ts';
import type { BaseImage } from './base-image.ts';
import type { Job } from './jobs.ts';
import type { Made, MadeImage } from './made.ts';
import type { BuildOptions } from './options.ts';

/** The documents about an image that are asked for. */
export function documentsOf(
  system: System,
  job: Job,
  base: BaseImage,
  made: Made & { image: MadeImage },
  { define = {} }: BuildOptions,
): FileToWrite[] {
  if (job.sbom === undefined && job.provenance === undefined) return [];
  const { facts, bytes } = made.image;
  const time = sourceDate(system);
  const record: BuildRecord = {
    image: material(basename(job.output), bytes),
    ...(facts.digest === undefined ? {} : { planDigest: facts.digest }),
    delivery: facts.delivery,
    sources: [...made.sources].map(([name, text]) => sourceOf(system, asText(name), text)),
    base: {
      ...material(basename(base.path), base.bytes),
      ...(facts.base === undefined ? {} : { version: facts.base }),
    },
    definitions: Object.fromEntries(Object.entries(define).map(([name, value]) => [name, asText(value)])),
    version: VERSION,
    ...(time === undefined ? {} : { time }),
  };
  const file = (path: string | undefined, make: (record: BuildRecord) => unknown): FileToWrite[] =>
    path === undefined
      ? []
      : [{ path, bytes: Buffer.from(`${JSON.stringify(make(record), undefined, 2)}\n`) }];
  return [...file(job.sbom, sbom), ...file(job.provenance, provenance)];
}

/** Under its name below the working folder, for the same build elsewhere is to give the same documents. */
function sourceOf({ folder }: System, name: string, text: string): Material {
  const bytes = Buffer.from(text, 'latin1');
  if (name === '<stdin>') return material('standard-input', bytes);
  const inside = relative(folder, resolve(folder, name));
  return material(inside.startsWith('..') ? basename(name) : inside, bytes);
}

/** The last second of the year 9999, the last one that has a date of the usual form. */
const LAST_SECOND = 253402300799;

/** SOURCE_DATE_EPOCH, as reproducible builds have agreed upon. */
function sourceDate({ environment }: System): number | undefined {
  const text = environment.SOURCE_DATE_EPOCH;
  if (text === undefined || text === '') return undefined;
  const seconds = /^[0-9]{1,12}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= LAST_SECOND) return seconds;
  const message = `SOURCE_DATE_EPOCH is '${text}', which is no number of seconds since 1970`;
  throw new Stop(failure(EXIT.usage, { code: 'CF8041', message, hint: 'set it to what `date +%s` prints' }));
}
