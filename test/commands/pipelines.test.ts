import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CLI = join(ROOT, 'dist', 'cli.js');
const IMAGES = ['firewall', 'rate-limiter'];

/** A step's name, and what it has a shell do. */
type Step = [name: string, script: string];

function githubSteps(): Step[] {
  const { jobs } = parse(readFileSync(join(ROOT, 'examples/ci/github.yml'), 'utf8'));
  const steps: { name: string; run?: string }[] = jobs.vnfs.steps;
  return steps.flatMap(({ name, run }): Step[] => (run === undefined ? [] : [[name, run]]));
}

function gitlabSteps(): Step[] {
  const { stages, default: _, ...jobs } = parse(readFileSync(join(ROOT, 'examples/ci/gitlab.yml'), 'utf8'));
  const all = Object.entries(jobs as Record<string, { stage: string; script: string[] }>);
  for (const [, { stage }] of all) expect(stages).toContain(stage);
  return all.map(([name, { script }]): Step => [name, script.join('\n')]);
}

describe.runIf(existsSync(CLI)).each<[string, () => Step[]]>([
  ['GitHub', githubSteps],
  ['GitLab', gitlabSteps],
])('the example of a pipeline for %s', (_, steps) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'clickforge-pipeline-'));
    for (const name of IMAGES)
      cpSync(join(ROOT, 'images', name), join(folder, 'images', name), { recursive: true });
    const shim = join(folder, 'clickforge');
    writeFileSync(shim, `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`);
    chmodSync(shim, 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** As both services run scripts: the first command that fails ends them. */
  const run = (script: string) =>
    spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: `${folder}:${process.env.PATH}`,
        OS_AUTH_URL: 'http://127.0.0.1:9/v3',
        OS_APPLICATION_CREDENTIAL_ID: 'id',
        OS_APPLICATION_CREDENTIAL_SECRET: 'secret',
      },
    });
  const json = (name: string) => JSON.parse(readFileSync(join(folder, 'out', name), 'utf8'));

  test('does what it says, and the second time builds nothing', () => {
    const scripts = new Map(steps());
    const register = scripts.get('register')!;
    scripts.delete('register');
    for (const [name, script] of scripts) expect(run(script), name).toMatchObject({ status: 0, stderr: '' });
    expect(json('simulate.json').exitCode).toBe(0);
    expect(json('build.json')).toMatchObject({ built: IMAGES.length, unchanged: 0, failed: 0 });
    const made = IMAGES.flatMap((name) => [
      ...['bundle.json', 'elf', 'provenance.json', 'spdx.json', 'tar'].map((ending) => `${name}.${ending}`),
    ]);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual([...made, 'build.json', 'simulate.json'].sort());
    for (const name of IMAGES) expect(run(`clickforge verify out/${name}.tar`).status).toBe(0);
    expect(run(scripts.get('build')!).status).toBe(0);
    expect(json('build.json')).toMatchObject({ built: 0, unchanged: IMAGES.length });
    // There is no cloud here: as far as the first request.
    expect(run(register).status).toBe(3);
    expect(readFileSync(join(folder, 'out', 'firewall.elf.register.json'), 'utf8')).toContain('CF7201');
  });

  test('stops at a mistake, and shows it', () => {
    writeFileSync(join(folder, 'images', 'firewall', 'firewall.click'), 'Idle -> Diskard;\n');
    const { status, stdout } = run(new Map(steps()).get('check')!);
    expect(status).toBe(1);
    const report = join(folder, 'gl-code-quality-report.json');
    const shown = existsSync(report) ? readFileSync(report, 'utf8') : stdout;
    expect(shown).toContain('images/firewall/firewall.click');
    expect(shown).toContain("did you mean 'Discard'?");
  });
});
