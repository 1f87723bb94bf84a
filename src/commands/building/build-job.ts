import { digest } from '../../bundles/material.ts';
import { type FileToWrite, writeFilesAtomically } from '../../system/write-file.ts';
import { EXIT } from '../exit-code.ts';
import type { Outcome } from '../outcome.ts';
import type { Session } from '../session.ts';
import { bytes } from '../words.ts';
import type { BaseImage } from './base-image.ts';
import type { BuildCache } from './cache.ts';
import type { Job } from './jobs.ts';
import type { MadeImage } from './made.ts';
import type { BuildOptions } from './options.ts';
import { makePlanImage } from './plan-image.ts';

/** What became of one image: its outcome, and what is told of it among many. */
export interface Built extends Outcome {
  status: 'built' | 'unchanged' | 'failed';
  /** Without the path and the line's end. */
  line: string;
}

/** Builds one image, unless `cache` knows that it is there already. */
export async function buildJob(
  session: Session,
  job: Job,
  base: BaseImage,
  cache: BuildCache | undefined,
  options: BuildOptions,
): Promise<Built> {
  const { stopwatch, system } = session;
  const before = cache?.find(job);
  if (before) return unchanged(job, before);
  const made =
    base.delivery === 'slot'
      ? await (await import('./slot.ts')).makeSlotImage(session, job.file, base, options.define)
      : await makePlanImage(session, job.file, base, options.define);
  const { diagnostics, sources, image } = made;
  if (!image) return { status: 'failed', line: 'failed', exitCode: EXIT.findings, diagnostics, sources };
  const outputs: FileToWrite[] = [{ path: job.output, bytes: image.bytes }];
  if (job.sbom !== undefined || job.provenance !== undefined) {
    const { documentsOf } = await import('./documents.ts');
    outputs.push(...documentsOf(system, job, base, { ...made, image }, options));
  }
  if (!options.dryRun) writeFilesAtomically(system, outputs);
  const told = tell(job, image, options);
  if (!options.dryRun) cache?.keep(job, made, outputs, told.result);
  stopwatch.lap('write');
  return { status: 'built', exitCode: EXIT.ok, diagnostics, sources, ...told };
}

function unchanged({ output }: Job, before: Record<string, unknown>): Built {
  return {
    status: 'unchanged',
    line: 'unchanged',
    exitCode: EXIT.ok,
    diagnostics: [],
    result: { ...before, written: false, unchanged: true },
    text: `${output}: unchanged\n`,
  };
}

function tell(job: Job, image: MadeImage, { dryRun, json, cache }: BuildOptions) {
  const { output, sbom, provenance } = job;
  const { facts, lines } = image;
  const { delivery, ...others } = facts;
  const result: Record<string, unknown> = {
    image: output,
    written: !dryRun,
    delivery,
    size: image.bytes.length,
    // For machines alone: people have the configuration's digest, and this one takes its time.
    ...(json || cache !== undefined ? { sha256: digest('sha256', image.bytes) } : {}),
    ...others,
    ...(sbom === undefined ? {} : { sbom }),
    ...(provenance === undefined ? {} : { provenance }),
  };
  const size = `${bytes(image.bytes.length)}${dryRun ? ', not written' : ''}`;
  return { line: size, result, text: [`${output}: ${size}\n`, ...lines].join('') };
}
