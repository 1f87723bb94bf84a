import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEVICES } from '../../differential/graph.ts';
import { type Steady, type SteadyPacket, steady } from '../../differential/steady.ts';
import { tapes } from '../../differential/tape.ts';
import { foundTrial, randomTrial } from '../../differential/trial.ts';
import { readPcap, type TimedPacket, writePcap } from '../../elements/pcap.ts';
import type { Bed } from '../bed.ts';
import { clickforge, consolePath, type GuestType, startGuest } from '../guest.ts';
import { installReplay, replayCommand } from '../replay.ts';

/** Configurations that are tried, always the same ones; any other number is of new ones. */
const USUAL = 2;
const WANTED = process.env.CLICKFORGE_DIFFERENTIAL_XEN;
const COUNT = Number(WANTED ?? USUAL);
const SEED = WANTED === undefined ? 1 : Date.now() % 1_000_000;
const LONG = 120_000 + COUNT * 30_000;

/** What was found once: an element that holds nothing is pulled through another such, and from somewhere else too. */
const FOUND = [
  'FromDevice(0) -> Queue -> n :: Null -> Paint(1) -> Unqueue -> ToDevice(1); n -> Discard(ACTIVE false); FromDevice(1) -> Discard;',
];

/** Guests that run side by side. */
const ABREAST = 5;

/** Packets that have to come out of a configuration for it to be worth a guest. */
const LEAST_PACKETS = 10;

/** Bytes of the frames that a vif takes: an Ethernet header, a transmit buffer. */
const FRAME = { least: 14, most: 2048 };

/** More packets that differ are not told. */
const TOLD = 20;

const TYPES: GuestType[] = ['pv', 'pvh'];

interface Trial {
  name: string;
  type: GuestType;
  text: string;
  run: Steady;
}

/** Random configurations send, as guests, the packets that they send in the simulator. */
export function differentialOnXen(bed: () => Bed): void {
  describe(`random configurations on Xen, seed ${SEED}`, () => {
    beforeAll(async () => {
      await installReplay(bed());
      await bed().sh(`ports ${DEVICES.length} && mkdir -p /test/random`);
    }, LONG);
    afterAll(async () => {
      await bed().sh(`for name in $(xl list | awk '/^random-/ { print $1 }'); do xl destroy $name; done; :`);
    }, LONG);

    it('send the same packets as in the simulator', { timeout: LONG }, async () => {
      const trials = trialsOf();
      const found: string[] = [];
      for (let i = 0; i < trials.length; i += ABREAST)
        found.push(...(await together(bed(), trials.slice(i, i + ABREAST))));
      expect(found.join('\n')).toBe('');
      expect(trials).toHaveLength(FOUND.length + COUNT);
    });
  });
}

function trialsOf(): Trial[] {
  const runs: { text: string; run: Steady }[] = [];
  const samples = fc.sample(tapes, { numRuns: 20 + COUNT * 10, seed: SEED });
  for (const numbers of samples) {
    const found = FOUND[runs.length];
    const trial =
      found === undefined
        ? randomTrial(numbers, false, FRAME.least)
        : foundTrial(found, numbers, FRAME.least);
    const run = trial && steady(trial);
    const packets = run ? [...run.outputs.values()].flat() : [];
    if (trial && run && packets.length >= LEAST_PACKETS) runs.push({ text: trial.text, run });
    if (runs.length === FOUND.length + COUNT) break;
  }
  return runs.map((each, i) => ({ name: `random-${i}`, type: TYPES[i % 2]!, ...each }));
}

/** What is not the same, a line each. */
async function together(bed: Bed, trials: Trial[]): Promise<string[]> {
  await Promise.all(trials.map((trial) => prepare(bed, trial)));
  const commands: string[] = [];
  for (const trial of trials) commands.push(await begin(bed, trial));
  // What ends a guest ends its replay.
  await bed.sh([...commands.map((command) => `${command} &`), 'wait'].join('\n'), LONG / 1000);
  const found: string[] = [];
  for (const trial of trials) found.push(...(await compare(bed, trial)));
  await bed.sh([...trials.map(({ name }) => `xl destroy ${name} 2>/dev/null`), ':'].join('\n'));
  return found;
}

const at = ({ name }: Trial, what: string, device: number) => `/test/random/${name}-${what}-${device}`;

/** The image, and captures of what goes in and of what is to come out. */
async function prepare(bed: Bed, trial: Trial): Promise<void> {
  const source = join(bed.folder, `${trial.name}.click`);
  const image = imageOf(bed, trial);
  await writeFile(source, trial.text, 'latin1');
  bed.evidence.keep(`${trial.name}.click`, trial.text);
  await clickforge('build', source, '-o', image);
  await bed.dom0.put(image, image);
  for (const device of DEVICES) {
    const put = (what: string, packets: TimedPacket[]) =>
      bed.dom0.put(at(trial, what, device), Buffer.from(writePcap(packets)));
    await put('in', trial.run.inputs.get(device)!);
    await put('expected', expectedOf(trial, device));
  }
}

const imageOf = (bed: Bed, { name }: Trial) => join(bed.folder, `${name}.elf`);

/** Starts the guest with its vifs on their own, and tells how to send it its packets. */
async function begin(bed: Bed, trial: Trial): Promise<string> {
  // The simulator's devices have these addresses.
  const vifs = DEVICES.map((device) => `bridge=recipe${device},mac=02:00:00:00:00:0${device}`);
  const { name, type } = trial;
  const guest = await startGuest(bed, { name, type, image: imageOf(bed, trial), vifs, memoryMiB: 8 });
  const vif = (device: number) => `vif${guest.domid}.${device}`;
  // Out of the bridge, which would show it what other guests send, and drop what comes from a group's address.
  await bed.sh(DEVICES.map((device) => `ip link set ${vif(device)} nomaster arp off`).join(' && '));
  return replayCommand(
    DEVICES.map((device) => ({
      interface: vif(device),
      input: at(trial, 'in', device),
      expected: at(trial, 'expected', device),
      output: at(trial, 'out', device),
    })),
  );
}

const expectedOf = ({ run }: Trial, device: number): SteadyPacket[] =>
  run.outputs.get(device)!.filter(({ bytes }) => isShown(bytes));

/** Frames that a vif does not take, and those too short for their tag, which Linux drops before anybody sees them. */
function isShown(bytes: Uint8Array): boolean {
  const isTagged = bytes[12] === 0x81 && bytes[13] === 0x00;
  const isServiceTagged = bytes[12] === 0x88 && bytes[13] === 0xa8;
  const least = FRAME.least + (isTagged || isServiceTagged ? 6 : 0);
  return bytes.length >= least && bytes.length <= FRAME.most;
}

async function compare(bed: Bed, trial: Trial): Promise<string[]> {
  const found: string[] = [];
  for (const device of DEVICES) {
    const capture = await bed.dom0.get(at(trial, 'out', device));
    bed.evidence.keep(`${trial.name}-${device}.pcap`, capture);
    const expected = expectedOf(trial, device);
    const seen = readPcap(capture);
    for (let i = 0; i < Math.max(expected.length, seen.length); i++) {
      const [wanted, got] = [shown(expected[i]?.bytes, expected[i]), shown(seen[i]?.bytes, expected[i])];
      if (wanted !== got) found.push(`device ${device} packet ${i}: ${wanted} | ${got}`);
    }
  }
  const said = (await bed.dom0.get(consolePath(trial.name))).toString('latin1');
  bed.evidence.keep(`${trial.name}.log`, said);
  if (found.length === 0 && !/^clickforge: fatal/m.test(said)) return [];
  return [`${trial.name} as ${trial.type}`, ...found.slice(0, TOLD), said.slice(-2000), trial.text];
}

/** Hexadecimal; `..` for a byte that goes by the clock. */
function shown(bytes: Uint8Array | undefined, steadily: SteadyPacket | undefined): string | undefined {
  return (
    bytes &&
    [...bytes].map((byte, i) => (steadily?.masked[i] ? '..' : byte.toString(16).padStart(2, '0'))).join('')
  );
}
