import { execFile } from 'node:child_process';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPcap } from '../../elements/pcap.ts';
import { type Recipe, type RecipeCase, recipes } from '../../images/recipes.ts';
import type { Bed } from '../bed.ts';
import { clickforge, type GuestType, startGuest } from '../guest.ts';

const LONG = 300_000;
const REPLAY = fileURLToPath(new URL('../replay.c', import.meta.url));
const IMAGES = fileURLToPath(new URL('../../../images/', import.meta.url));
const run = promisify(execFile);

/**
 * The packets of each recipe's captures go into a guest's vifs, and what comes out is what the captures say, to the byte:
 * no field depends on the clock. Cases are run as PV and as PVH by turns.
 */
export function recipesOnXen(bed: () => Bed): void {
  const cases = recipes().flatMap((recipe) => recipe.cases.map((each) => ({ recipe, each })));
  const table = cases.map((entry, i) => [
    `${entry.recipe.name}, ${entry.each.name}, as ${TYPES[i % 2]}`,
    { ...entry, type: TYPES[i % 2]! },
  ]) as [string, Entry][];

  describe('the recipe', () => {
    beforeAll(async () => {
      const { dom0, folder, sh } = bed();
      const [program, archive] = [join(folder, 'replay'), join(folder, 'recipes.tar')];
      await run('clang-19', ['-static', '-O1', REPLAY, '-o', program]);
      await dom0.put('/test/bin/replay', program);
      const folders = recipes().map(({ name }) => join(name, 'traffic'));
      await run('tar', ['-cf', archive, '-C', IMAGES, ...folders]);
      await dom0.put('/test/recipes.tar', archive);
      const count = Math.max(...cases.map(({ recipe }) => recipe.devices.length));
      await sh(`mkdir -p /test/recipes && tar xf /test/recipes.tar -C /test/recipes && ports ${count}`);
    }, LONG);
    afterAll(async () => {
      await bed().sh(`for name in $(xl list | awk '/^recipe-/ { print $1 }'); do xl destroy $name; done; :`);
    }, LONG);

    it.each(table)('%s', { timeout: LONG }, (_, entry) => replay(bed(), entry));
  });
}

const TYPES: GuestType[] = ['pv', 'pvh'];

interface Entry {
  recipe: Recipe;
  each: RecipeCase;
  type: GuestType;
}

async function replay(bed: Bed, { recipe, each, type }: Entry): Promise<void> {
  const name = `recipe-${recipe.name}-${each.name}`;
  const image = join(bed.folder, `${name}.elf`);
  const { traffic } = each;
  await clickforge(
    'build',
    recipe.source,
    '-o',
    image,
    ...traffic.definitions.flatMap((text) => ['-D', text]),
  );
  await bed.dom0.put(image, image);
  const vifs = recipe.devices.map((device) => `bridge=recipe${device},mac=00:16:3e:00:07:0${device}`);
  const guest = await startGuest(bed, { name, type, image, vifs, memoryMiB: 4 });
  await bed.sh(`replay ${recipe.devices.flatMap((device) => portWords(each, device)).join(' ')}`, 120);
  for (const device of recipe.devices) {
    const capture = await bed.dom0.get(outputOf(device));
    bed.evidence.keep(`${name}-${device}.pcap`, capture);
    const expected = traffic.outputs.get(device) ?? [];
    expect(hex(readPcap(capture)), `device ${device}`).toEqual(hex(expected));
  }
  await guest.destroy();
}

const outputOf = (device: number) => `/out/recipe-${device}.pcap`;

/** What `replay` is told of a device. */
function portWords({ inputs, outputs }: RecipeCase, device: number): string[] {
  const inDom0 = (path?: string) => (path ? join('/test/recipes', relative(IMAGES, path)) : '-');
  return [`port${device}`, inDom0(inputs.get(device)), inDom0(outputs.get(device)), outputOf(device)];
}

function hex(packets: { bytes: Uint8Array }[]): string[] {
  return packets.map(({ bytes }) => Buffer.from(bytes).toString('hex'));
}
