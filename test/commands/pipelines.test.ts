import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EXAMPLES, IMAGES, IS_BUILT, makeRepository, runStep } from './pipeline.ts';

const NO_CLOUD = {
  OS_AUTH_URL: 'http://127.0.0.1:9/v3',
  OS_APPLICATION_CREDENTIAL_ID: 'id',
  OS_APPLICATION_CREDENTIAL_SECRET: 'secret',
};

describe.runIf(IS_BUILT).each(EXAMPLES)('the example of a pipeline for %s', (_, steps) => {
  let folder: string;
  beforeEach(() => {
    folder = makeRepository();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (script: string) => runStep(folder, script, NO_CLOUD);
  const json = (name: string) => JSON.parse(readFileSync(join(folder, 'out', name), 'utf8'));

  test('does what it says, and the second time builds nothing', async () => {
    const scripts = steps();
    const register = scripts.get('register')!;
    scripts.delete('register');
    for (const [name, script] of scripts)
      expect(await run(script), name).toMatchObject({ status: 0, stderr: '' });
    expect(json('simulate.json').exitCode).toBe(0);
    expect(json('build.json')).toMatchObject({ built: IMAGES.length, unchanged: 0, failed: 0 });
    const made = IMAGES.flatMap((name) => [
      ...['bundle.json', 'elf', 'provenance.json', 'spdx.json', 'tar'].map((ending) => `${name}.${ending}`),
    ]);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual([...made, 'build.json', 'simulate.json'].sort());
    for (const name of IMAGES) expect((await run(`clickforge verify out/${name}.tar`)).status).toBe(0);
    expect((await run(scripts.get('build')!)).status).toBe(0);
    expect(json('build.json')).toMatchObject({ built: 0, unchanged: IMAGES.length });
    // Where the cloud cannot be reached, the step fails and says so.
    expect((await run(register)).status).toBe(3);
    expect(readFileSync(join(folder, 'out', 'firewall.elf.register.json'), 'utf8')).toContain('CF7201');
  });

  test('stops at a mistake, and shows it', async () => {
    writeFileSync(join(folder, 'images', 'firewall', 'firewall.click'), 'Idle -> Diskard;\n');
    const { status, stdout } = await run(steps().get('check')!);
    expect(status).toBe(1);
    const report = join(folder, 'gl-code-quality-report.json');
    const shown = existsSync(report) ? readFileSync(report, 'utf8') : stdout;
    expect(shown).toContain('images/firewall/firewall.click');
    expect(shown).toContain("did you mean 'Discard'?");
  });
});
