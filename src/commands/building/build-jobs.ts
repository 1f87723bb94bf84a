import { outcomeOf } from '../failure.ts';
import type { Session } from '../session.ts';
import { BaseImage } from './base-image.ts';
import { type Built, buildJob } from './build-job.ts';
import type { BuildCache } from './cache.ts';
import type { Job } from './jobs.ts';
import type { BuildOptions } from './options.ts';

/** Builds one image after the other; one that fails does not keep the others from being built. */
export async function buildJobs(session: Session, jobs: Job[], options: BuildOptions): Promise<Built[]> {
  const { base, cache } = await prepare(session, options);
  const built: Built[] = [];
  for (const job of jobs) built.push(await buildJob(session, job, base, cache, options).then(lean, failed));
  return built;
}

/** Throws Stop for a base image that will not do. */
export async function prepare(
  session: Session,
  options: BuildOptions,
): Promise<{ base: BaseImage; cache: BuildCache | undefined }> {
  const base = await BaseImage.choose(session, options.base, options.delivery);
  if (options.cache === undefined) return { base, cache: undefined };
  const { BuildCache } = await import('./cache.ts');
  return { base, cache: new BuildCache(session, options.cache, base, options) };
}

/** Sources are for findings; without any, a thousand of them are not to be kept. */
function lean({ sources, ...built }: Built): Built {
  return built.diagnostics.length > 0 && sources ? { ...built, sources } : built;
}

function failed(error: unknown): Built {
  return { status: 'failed', line: 'failed', ...outcomeOf(error) };
}
