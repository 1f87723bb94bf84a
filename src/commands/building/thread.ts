import { availableParallelism } from 'node:os';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { Session } from '../session.ts';
import type { Built } from './build-job.ts';
import { buildJobs } from './build-jobs.ts';
import type { Job } from './jobs.ts';
import type { BuildOptions } from './options.ts';

/** As many take about as long as a thread takes to start. */
const FEWEST = 32;

/** Plain data, to be sent to a thread. */
interface Task {
  jobs: Job[];
  options: BuildOptions;
}

/** Builds all images, on several processors where that is worth it; the results are in the order of the jobs. */
export async function buildInThreads(session: Session, jobs: Job[], options: BuildOptions): Promise<Built[]> {
  const { worker } = session.installation;
  const threads = Math.min(availableParallelism(), Math.floor(jobs.length / FEWEST));
  if (worker === undefined || threads < 2) return await buildJobs(session, jobs, options);
  const shares = Array.from({ length: threads }, (_, share) =>
    jobs.filter((_, index) => index % threads === share),
  );
  const [own, ...others] = shares;
  const theirs = others.map((share) => inThread(worker, { jobs: share, options }));
  const built = await Promise.all([buildJobs(session, own!, options), ...theirs]);
  return jobs.map((_, index) => built[index % threads]![Math.floor(index / threads)]!);
}

function inThread(path: string, task: Task): Promise<Built[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(path, { workerData: task });
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('a thread ended without a result')));
  });
}

/** The other side: what a thread does. */
export async function workInThread(session: Session): Promise<void> {
  const { jobs, options } = workerData as Task;
  parentPort!.postMessage(await buildJobs(session, jobs, options));
}
