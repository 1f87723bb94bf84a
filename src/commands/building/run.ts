import type { ExitCode } from '../exit-code.ts';
import { EXIT } from '../exit-code.ts';
import type { Outcome } from '../outcome.ts';
import type { Session } from '../session.ts';
import { count } from '../words.ts';
import { type Built, buildJob } from './build-job.ts';
import { prepare } from './build-jobs.ts';
import { type Job, listJobs } from './jobs.ts';
import type { BuildOptions } from './options.ts';

/** The command `build`: one image or many. */
export async function build(session: Session, paths: string[], options: BuildOptions): Promise<Outcome> {
  const { many, jobs, skipped } = listJobs(session.system, paths, options);
  session.stopwatch.lap('command line');
  const outcome = many
    ? summary(jobs, await buildMany(session, jobs, options), skipped)
    : await buildOne(session, jobs[0]!, options);
  return options.timing ? timed(session, outcome) : outcome;
}

async function buildOne(session: Session, job: Job, options: BuildOptions): Promise<Outcome> {
  const { base, cache } = await prepare(session, options);
  return await buildJob(session, job, base, cache, options);
}

async function buildMany(session: Session, jobs: Job[], options: BuildOptions): Promise<Built[]> {
  const { buildInThreads } = await import('./thread.ts');
  return await buildInThreads(session, jobs, options);
}

function summary(jobs: Job[], built: Built[], skipped: string[]): Outcome {
  const lines = jobs.map(({ file, output }, index) => {
    const { status, line } = built[index]!;
    return `${status === 'failed' ? file : output}: ${line}\n`;
  });
  const skips = skipped.map((path) => `${path}: no configuration, skipped\n`);
  const counts = (['built', 'unchanged', 'failed'] as const).map((status) => {
    const number = built.filter((each) => each.status === status).length;
    return { status, number };
  });
  const images = built.map(({ status, exitCode, result }, index) => {
    return { configuration: jobs[index]!.file, status, exitCode, ...result };
  });
  const told = counts.filter(({ number }) => number > 0).map(({ status, number }) => `${number} ${status}`);
  return {
    exitCode: Math.max(EXIT.ok, ...built.map(({ exitCode }) => exitCode)) as ExitCode,
    diagnostics: built.flatMap(({ diagnostics }) => diagnostics),
    sources: new Map(built.flatMap(({ sources }) => [...(sources ?? [])])),
    result: {
      images,
      skipped,
      ...Object.fromEntries(counts.map(({ status, number }) => [status, number])),
    },
    text: [...lines, ...skips, `${count(built.length, 'image')}: ${told.join(', ')}\n`].join(''),
  };
}

function timed({ stopwatch }: Session, outcome: Outcome): Outcome {
  const { result, text } = outcome;
  if (result === undefined) return outcome;
  return {
    ...outcome,
    result: { ...result, timing: stopwatch.parts },
    text: `${text ?? ''}\n${stopwatch.table()}`,
  };
}
