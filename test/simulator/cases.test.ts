import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Case, type ExpectedPacket, parseCases } from '../elements/case-file.ts';
import type { TimedPacket } from '../elements/pcap.ts';
import { asksForMore, runCase } from './run-case.ts';

// What elements do in the native program they do in the simulator: the same packets at the same times.

const folder = fileURLToPath(new URL('../elements/', import.meta.url));
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.case'))
  .map((name) => [name, casesIn(folder + name)] as const)
  .filter(([, cases]) => cases.length > 0);

describe.each(files)('%s', (_name, cases) => {
  it.each(cases.map((entry) => [entry.title, entry] as const))('%s', (_, entry) => run(entry));
});

/** Those that ask for no more than the simulator has. */
function casesIn(path: string): Case[] {
  return parseCases(readFileSync(path, 'latin1')).filter((entry) => !asksForMore(entry));
}

function run(entry: Case): void {
  if (entry.error !== undefined) {
    expect(() => runCase(entry)).toThrow(matcher(entry.error));
    return;
  }
  const { outputs, handlers, log } = runCase(entry);
  for (const [device, expected] of entry.outputs)
    expect(show(outputs.get(device)!, expected), `output ${device}`).toEqual(expected.map(showPacket));
  expect(handlers).toHaveLength(entry.handlers.length);
  entry.handlers.forEach(({ name, value }, i) => {
    expect(handlers[i], name).toMatch(matcher(value));
  });
  if (entry.log) expect(log.split('\n').filter(Boolean)).toEqual(entry.log);
}

/** A text between slashes is a regular expression. */
function matcher(text: string): RegExp {
  const pattern = /^\/(.*)\/$/.exec(text)?.[1] ?? text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return new RegExp(`^${pattern}$`);
}

function show(packets: TimedPacket[], expected: ExpectedPacket[]): string[] {
  return packets.map(({ time, bytes }, i) =>
    showPacket(expected[i]?.time === undefined ? { bytes } : { time, bytes }),
  );
}

function showPacket({ time, bytes }: ExpectedPacket): string {
  const hex = Buffer.from(bytes).toString('hex');
  return time === undefined ? hex : `@${time} ${hex}`;
}
