import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { CLI } from './installed.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const IS_BUILT = existsSync(CLI);
export const IMAGES = ['firewall', 'rate-limiter'];

/** What the steps of an example have a shell do, by their names, in order. */
export type Steps = Map<string, string>;

function githubSteps(): Steps {
  const { jobs } = parse(readFileSync(join(ROOT, 'examples/ci/github.yml'), 'utf8'));
  const steps: { name: string; run?: string }[] = jobs.vnfs.steps;
  return new Map(
    steps.flatMap(({ name, run }): [string, string][] => (run === undefined ? [] : [[name, run]])),
  );
}

function gitlabSteps(): Steps {
  const { stages, default: _, ...jobs } = parse(readFileSync(join(ROOT, 'examples/ci/gitlab.yml'), 'utf8'));
  const all = Object.entries(jobs as Record<string, { stage: string; script: string[] }>);
  for (const [, { stage }] of all) expect(stages).toContain(stage);
  return new Map(all.map(([name, { script }]) => [name, script.join('\n')]));
}

export const EXAMPLES: [service: string, steps: () => Steps][] = [
  ['GitHub', githubSteps],
  ['GitLab', gitlabSteps],
];

/** A folder as the examples expect a repository to be, with the built command; the caller removes it. */
export function makeRepository(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clickforge-pipeline-'));
  for (const name of IMAGES)
    cpSync(join(ROOT, 'images', name), join(folder, 'images', name), { recursive: true });
  const shim = join(folder, 'clickforge');
  writeFileSync(shim, `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`);
  chmodSync(shim, 0o755);
  return folder;
}

export interface RanStep {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs a step as both services run scripts: the first command that fails ends it. Servers of the test can answer it. */
export function runStep(
  folder: string,
  script: string,
  environment: Record<string, string>,
): Promise<RanStep> {
  const { PATH, NODE_V8_COVERAGE } = process.env;
  const env = { PATH: `${folder}:${PATH}`, NODE_V8_COVERAGE, ...environment };
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
  return new Promise((resolve) => {
    const child = execFile('bash', args, { cwd: folder, env }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}
