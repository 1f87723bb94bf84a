import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildImages } from '../../scripts/build-base.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A guest of our own that plays another's image: made of these sources, and without the note that tells ours. */
export async function foreignImage(name: string, sources: readonly string[]): Promise<Buffer> {
  const output = join(ROOT, 'build', `${name}-${process.pid}.elf`);
  const linkFlags = ['--wrap=report_image'];
  await buildImages(ROOT, [{ output: relative(ROOT, output), sources: [...sources], linkFlags }]);
  const image = await readFile(output);
  await rm(output);
  return Buffer.from(image.toString('latin1').replaceAll('clickforge\0', 'stockguest\0'), 'latin1');
}
