import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bed } from '../bed.ts';
import { buildImage, type Guest, type GuestType, guestOf } from '../guest.ts';

const LONG = 300_000;
const SOURCES = fileURLToPath(new URL('../hostile/', import.meta.url));
const CONFIG = new URL('../configs/hostile.click', import.meta.url);

/** What the backend does, one after the other on the same vif; the first wants one that nobody has used before. */
const ATTACKS = [
  ...[
    'steal',
    'rx-ids',
    'rx-statuses',
    'rx-sizes',
    'rx-offsets',
    'rx-fragments',
    'rx-extras',
    'rx-gso',
    'rx-blank',
  ],
  ...['rx-lies', 'rx-early', 'rx-race', 'tx-ids', 'tx-statuses', 'tx-silence', 'storm', 'scribble'],
  ...['state-values', 'state-flips', 'online-values', 'features', 'vanish', 'cut', 'die', 'keep'],
];
const LASTING_VIF = 1;

/** After these a vif is closed for good, with its reason: each takes one. */
const BREAKING: [attack: string, ring: string][] = [
  ['rx-ring-ahead', 'receive'],
  ['rx-half-ahead', 'receive'],
  ['rx-one-back', 'receive'],
  ['tx-ring-ahead', 'transmit'],
  ['tx-half-ahead', 'transmit'],
  ['tx-one-back', 'transmit'],
];
/** One further each, on the vif that all others have tried. */
const ONE_AHEAD: Record<GuestType, [attack: string, ring: string]> = {
  pv: ['rx-one-ahead', 'receive'],
  pvh: ['tx-one-ahead', 'transmit'],
};

/**
 * A guest with vif 0 at dom0's own netback, which is pinged all the time, and others whose backend is the program of
 * `hostile/`, in dom0. Nothing that it does moves another counter than those that it names, takes a packet's slot away
 * for ever, or stops vif 0.
 */
export function hostileBackend(bed: () => Bed): void {
  describe('a hostile backend', () => {
    let image = '';
    beforeAll(async () => {
      image = await buildImage(bed(), CONFIG, 'hostile');
      await buildProgram(bed());
    }, LONG);
    describe.each<GuestType>(['pv', 'pvh'])('of a guest as %s', (type) => attacksOn(bed, type, () => image));
  });
}

function attacksOn(bed: () => Bed, type: GuestType, image: () => string): void {
  let guest: Guest;
  let reports: Map<string, Report>;
  const breaking = [
    ...BREAKING.map((entry, i) => [...entry, i + 2] as const),
    [...ONE_AHEAD[type], LASTING_VIF] as const,
  ];

  beforeAll(async () => {
    guest = await startAttacked(bed(), type, image());
    const attacks = [
      ...ATTACKS.map((attack) => ({ attack, vif: LASTING_VIF })),
      ...breaking.map(([attack, , vif]) => ({ attack, vif })),
    ];
    reports = await runAttacks(bed(), guest, attacks);
  }, 2 * LONG);
  afterAll(async () => {
    bed().evidence.show(`${type}-hostile-console.txt`, (await guest?.console()) ?? '');
    await guest?.destroy();
    await bed().sh('xenstore-rm /local/domain/0/hostile');
  }, LONG);

  it.each(ATTACKS)('%s: the vif works afterwards', (attack) => {
    const { words, moved, pinged, memory } = reports.get(attack)!;
    expect(words.at(-1), words.join('\n')).toBe('works');
    expect(moved).toEqual(namedCounters(words, moved));
    expect({ pinged, memory }).toEqual(INTACT);
  });

  it.each(breaking)('%s: the guest closes the vif', async (attack, ring, vif) => {
    const { words, pinged, memory } = reports.get(attack)!;
    expect(words, words.join('\n')).toEqual(['closed']);
    expect({ pinged, memory }).toEqual(INTACT);
    const lines = (await guest.console())
      .split(/\r?\n/)
      .filter((line) => line.includes(`vif ${vif} closed:`));
    expect(lines).toEqual([
      `clickforge: vif ${vif} closed: its ${ring} ring holds more answers than requests`,
    ]);
  });

  it('nothing else has happened to the guest', async () => {
    const { counters } = reports.get(breaking.at(-1)![0])!;
    const ordinary = counters.get(0)!;
    expect(Object.entries(ordinary).filter(([name, value]) => value > 0 && isFailure(name))).toEqual([]);
    expect(ordinary.tx).toBeGreaterThanOrEqual(3 * (ATTACKS.length + breaking.length));
    expect(await guest.console()).not.toContain('fatal');
  });
}

async function buildProgram({ dom0, folder }: Bed): Promise<void> {
  const program = join(folder, 'hostile');
  const sources = readdirSync(SOURCES).filter((file) => file.endsWith('.c'));
  const flags = ['-std=gnu17', '-static', '-pthread', '-O1', '-Wall', '-Wextra', '-Werror'];
  await promisify(execFile)('clang-19', [...flags, ...sources, '-o', program], { cwd: SOURCES });
  await dom0.put('/test/bin/hostile', program);
}

/** Its hostile vifs exist before it runs, and every one works once. */
async function startAttacked(bed: Bed, type: GuestType, image: string): Promise<Guest> {
  const name = `hostile-${type}`;
  const vifs = ['bridge=xenbr0,mac=00:16:3e:00:00:10'];
  const config = `name = "${name}"\ntype = "${type}"\nkernel = "${image}"\nmemory = 8\nvcpus = 1\nvif = ["${vifs[0]}"]\n`;
  await bed.dom0.put(`/test/${name}.cfg`, { data: config, mode: 0o644 });
  const hostile = [LASTING_VIF, ...BREAKING.map((_, i) => i + 2)];
  const domid = Number(await bed.sh(`xl create -q -p /test/${name}.cfg && xl domid ${name}`));
  await bed.sh(`hostile create ${domid} ${hostile.join(' ')}`);
  const each = hostile.map((vif) => `hostile ${domid} ${vif} none & pids="$pids $!"`);
  await bed.sh(`${each.join('\n')}\nxl unpause ${name}\nfor pid in $pids; do wait $pid || exit 1; done`);
  return guestOf(bed, name, domid);
}

/** What was seen of one attack. */
interface Report {
  /** What the backend said. */
  readonly words: string[];
  /** Of the vifs, by number. */
  readonly counters: Map<number, Counters>;
  /** By how much those of failures moved on the attacked vif; without those that did not. */
  readonly moved: Counters;
  /** Answers of the guest on vif 0 while it was attacked. */
  readonly pinged: string;
  /** Of the packet pool. */
  readonly memory: Counters;
}

type Counters = Record<string, number>;

/** All pings answered, and no packet held back, lost or missed. */
const INTACT = {
  pinged: '3 packets transmitted, 3 packets received',
  memory: { packets_used: 0, packet_failures: 0, packets_lost: 0 },
};

async function runAttacks(
  bed: Bed,
  { name, domid }: Guest,
  attacks: { attack: string; vif: number }[],
): Promise<Map<string, Report>> {
  const list = attacks.map(({ attack, vif }) => `${vif}:${attack}`).join(' ');
  const printed = (await bed.sh(`attacks ${domid} ${name} ${list}`, 600)).replaceAll('\r', '');
  bed.evidence.keep(`${name}.txt`, printed);
  const reports = new Map<string, Report>();
  let before = new Map<number, Counters>();
  for (const [i, text] of printed
    .split(/^== .*\n/m)
    .slice(1)
    .entries()) {
    const { attack, vif } = attacks[i]!;
    const counters = countersIn(text);
    reports.set(attack, {
      words: text.slice(0, text.search(/^PING/m)).trim().split('\n'),
      counters,
      moved: difference(before.get(vif) ?? {}, counters.get(vif) ?? {}),
      pinged: /\d+ packets transmitted, \d+ packets received/.exec(text)?.[0] ?? '',
      memory: Object.fromEntries(pairs(/^(packet\w*_\w+) (\d+)$/gm, text)),
    });
    before = counters;
  }
  return reports;
}

const pairs = (pattern: RegExp, text: string) =>
  [...text.matchAll(pattern)].map(([, name, value]) => [name!, Number(value)] as const);

function countersIn(text: string): Map<number, Counters> {
  const lines = [...text.matchAll(/^(\d) [a-z]+ (rx .*)$/gm)];
  return new Map(
    lines.map(([, vif, line]) => [Number(vif), Object.fromEntries(pairs(/(\w+) (\d+)/g, line!))]),
  );
}

const isFailure = (counter: string) => counter.includes('_') && !counter.endsWith('_bytes');

function difference(before: Counters, after: Counters): Counters {
  const moved = Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)] as const);
  return Object.fromEntries(moved.filter(([name, value]) => isFailure(name) && value !== 0));
}

/** The counters that the backend said would move; where it could not say by how much, as they did. */
function namedCounters(words: string[], moved: Counters): Counters {
  const named = words.slice(0, -1).map((line) => line.split(' ') as [name: string, count: string]);
  const known = named.map(
    ([name, count]) => [name, count === 'any' ? (moved[name] ?? 0) : Number(count)] as const,
  );
  return Object.fromEntries(known.filter(([, count]) => count !== 0));
}
