import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXAMPLES, IMAGES, IS_BUILT, makeRepository, runStep } from '../../commands/pipeline.ts';
import { applicationCredential, ask, heard } from './harness.ts';

/** The last step of the examples in a cloud that is there. */
export function pipelines(timeout: number): void {
  describe.runIf(IS_BUILT).each(EXAMPLES)('the step register for %s', { timeout }, (service, steps) => {
    test('registers each image with an application credential, and the second time sends nothing', async () => {
      const folder = makeRepository();
      try {
        const credential = await applicationCredential(`pipeline-${service}`);
        const run = async (name: string) => {
          const { status, stdout, stderr } = await runStep(folder, steps().get(name)!, credential);
          heard.said += stdout + stderr;
          expect({ status, stderr }, name).toEqual({ status: 0, stderr: '' });
        };
        const told = () =>
          IMAGES.map((name) => {
            const text = readFileSync(join(folder, 'out', `${name}.elf.register.json`), 'utf8');
            heard.said += text;
            return JSON.parse(text) as { imageId: string; kernelId: string; uploaded: boolean };
          });
        await run('build');
        await run('register');
        const first = told();
        for (const [index, { imageId, kernelId }] of first.entries()) {
          const stub = await (await ask(`/images/${imageId}`)).json();
          expect(stub).toMatchObject({ name: IMAGES[index], status: 'active', kernel_id: kernelId });
          const kernel = Buffer.from(await (await ask(`/images/${kernelId}/file`)).arrayBuffer());
          expect(kernel.equals(readFileSync(join(folder, 'out', `${IMAGES[index]}.elf`)))).toBe(true);
        }
        await run('register');
        const again = first.map(({ imageId, kernelId }) => ({ imageId, kernelId, uploaded: false }));
        expect(told()).toMatchObject(again);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
}
