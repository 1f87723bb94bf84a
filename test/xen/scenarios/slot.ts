import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Bed } from '../bed.ts';
import { foreignImage } from '../foreign-image.ts';
import { clickforge, consolePath } from '../guest.ts';

const LONG = 300_000;
const NAME = 'slot';
const CONFIGURATIONS = [
  `FromDevice(0) -> c :: Counter -> Print("it's $HOME %s \\\\", MAXLENGTH 10) -> ToDevice(0);\n`,
  'FromDevice(0) -> Queue(7) -> ToDevice(0);\n',
];

/** A guest of our own that plays a ClickOS whose image holds its configuration in a text slot. */
export function textSlot(bed: () => Bed): void {
  describe('an image with a text slot', () => {
    afterAll(async () => {
      await bed().dom0.exec(`xl destroy ${NAME}`);
    });

    it('finds there what was built into it, again and again', { timeout: LONG }, async () => {
      const { folder, dom0, sh } = bed();
      const image = join(folder, `${NAME}.elf`);
      const source = join(folder, `${NAME}.click`);
      await writeFile(image, await foreignImage(NAME, ['test/guest/slot/slot.c']));
      for (const configuration of CONFIGURATIONS) {
        await writeFile(source, configuration);
        await clickforge('build', source, '--base', image, '-o', image);
        const text = await clickforge('extract', image);
        expect(text).toBe(await clickforge('flatten', source, '--target', 'clickos'));
        await dom0.put(image, image);
        const told = await sh(`cf launch ${image} --name ${NAME} --vif bridge=xenbr0 && xl destroy ${NAME}`);
        expect(told).toContain(`${NAME}: its router runs`);
        const said = (await dom0.get(consolePath(NAME))).toString('latin1').replaceAll('\r', '');
        expect(said).toContain(`${text.trimEnd()}\nStarting driver...`);
      }
    });
  });
}
