import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compilePlan } from '../../elements/compile-plan.ts';
import { runNative } from '../../elements/native-run.ts';
import { readPcap, type TimedPacket, writePcap } from '../../elements/pcap.ts';
import { bentPackets } from '../../images/bent-packets.ts';
import { type Recipe, type RecipeCase, recipes } from '../../images/recipes.ts';
import type { Bed } from '../bed.ts';
import { clickforge, type GuestType, startGuest } from '../guest.ts';
import { installReplay, replayCommand } from '../replay.ts';

const LONG = 300_000;
const IMAGES = fileURLToPath(new URL('../../../images/', import.meta.url));
const run = promisify(execFile);

const TYPES: GuestType[] = ['pv', 'pvh'];

/** Packets for the vifs of one guest; captures are paths in dom0, by device. */
interface Trial {
  name: string;
  type: GuestType;
  source: string;
  definitions: string[];
  inputs: Map<number, string>;
  outputs: Map<number, string>;
  expected: Map<number, TimedPacket[]>;
}

/**
 * The packets of each recipe's captures go into a guest's vifs, and what comes out is what the captures say, to the byte:
 * no field depends on the clock. Cases are run as PV and as PVH by turns.
 */
export function recipesOnXen(bed: () => Bed): void {
  const trials = recipes()
    .flatMap((recipe) => recipe.cases.map((each) => trialOf(recipe, each)))
    .map((trial, i) => ({ ...trial, type: TYPES[i % 2]! }));

  describe('the recipe', () => {
    beforeAll(() => prepare(bed(), Math.max(...trials.map(({ outputs }) => outputs.size))), LONG);
    afterAll(async () => {
      await bed().sh(`for name in $(xl list | awk '/^recipe-/ { print $1 }'); do xl destroy $name; done; :`);
    }, LONG);

    const table = trials.map((trial) => [`${trial.name}, as ${trial.type}`, trial] as const);
    it.each(table)('%s', { timeout: LONG }, (_, trial) => replay(bed(), trial));

    it.each(TYPES)('firewall, with packets that no host sends, as %s', { timeout: LONG }, async (type) => {
      await replay(bed(), await bentTrial(bed(), 'firewall', type));
    });
  });
}

function trialOf(recipe: Recipe, { name, traffic, inputs, outputs }: RecipeCase): Omit<Trial, 'type'> {
  const inDom0 = (paths: Map<number, string>) =>
    new Map([...paths].map(([device, path]) => [device, join('/test/recipes', relative(IMAGES, path))]));
  return {
    name: `${recipe.name}-${name}`,
    source: recipe.source,
    definitions: traffic.definitions,
    inputs: inDom0(inputs),
    outputs: inDom0(outputs),
    expected: traffic.outputs,
  };
}

/** Puts the tool and all captures into dom0. */
async function prepare(bed: Bed, ports: number): Promise<void> {
  const { dom0, folder, sh } = bed;
  const archive = join(folder, 'recipes.tar');
  await installReplay(bed);
  const folders = recipes().map(({ name }) => join(name, 'traffic'));
  await run('tar', ['-cf', archive, '-C', IMAGES, ...folders]);
  await dom0.put('/test/recipes.tar', archive);
  await sh(`mkdir -p /test/recipes && tar xf /test/recipes.tar -C /test/recipes && ports ${ports}`);
}

/** Time between bent packets, which mostly get no answer that could be waited for. */
const STEP = 2_000_000n;

/** Cut and bent packets for both sides of a recipe; what is to come out is what the native program sends. */
async function bentTrial(bed: Bed, recipe: string, type: GuestType): Promise<Trial> {
  const { source } = recipes().find(({ name }) => name === recipe)!;
  // An interface takes no less than an Ethernet header.
  const frames = bentPackets().filter(({ length }, i) => length >= 14 && i % 4 === 0);
  const timed = frames.map((bytes, i) => ({ time: BigInt(i + 1) * STEP, bytes }));
  const inputs = new Map([0, 1].map((device) => [device, timed.filter((_, i) => i % 2 === device)] as const));
  const plan = compilePlan(await readFile(source, 'latin1'));
  const { outputs, exitCode, log } = await runNative({ plan, inputs, outputs: [0, 1] });
  expect(exitCode, log).toBe(0);
  const put = async (direction: string, packets: Map<number, TimedPacket[]>) => {
    const paths = new Map([...packets.keys()].map((device) => [device, `/test/bent-${direction}-${device}`]));
    for (const [device, path] of paths)
      await bed.dom0.put(path, Buffer.from(writePcap(packets.get(device)!)));
    return paths;
  };
  const captures = { inputs: await put('in', inputs), outputs: await put('out', outputs) };
  return { name: `${recipe}-bent`, type, source, definitions: [], ...captures, expected: outputs };
}

async function replay(bed: Bed, trial: Trial): Promise<void> {
  const name = `recipe-${trial.name}-${trial.type}`;
  const devices = [...trial.outputs.keys()];
  const image = join(bed.folder, `${name}.elf`);
  const definitions = trial.definitions.flatMap((text) => ['-D', text]);
  await clickforge('build', trial.source, '-o', image, ...definitions);
  await bed.dom0.put(image, image);
  const vifs = devices.map((device) => `bridge=recipe${device},mac=00:16:3e:00:07:0${device}`);
  const guest = await startGuest(bed, { name, type: trial.type, image, vifs, memoryMiB: 4 });
  const interfaces = devices.map((device) => ({
    interface: `port${device}`,
    input: trial.inputs.get(device) ?? '-',
    expected: trial.outputs.get(device)!,
    output: outputOf(device),
  }));
  await bed.sh(replayCommand(interfaces), 120);
  for (const device of devices) {
    const capture = await bed.dom0.get(outputOf(device));
    bed.evidence.keep(`${name}-${device}.pcap`, capture);
    expect(hex(readPcap(capture)), `device ${device}`).toEqual(hex(trial.expected.get(device) ?? []));
  }
  await guest.destroy();
}

const outputOf = (device: number) => `/out/recipe-${device}.pcap`;

function hex(packets: { bytes: Uint8Array }[]): string[] {
  return packets.map(({ bytes }) => Buffer.from(bytes).toString('hex'));
}
