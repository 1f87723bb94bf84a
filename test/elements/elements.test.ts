import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Case, type ExpectedPacket, type ExpectedValue, parseCases } from './case-file.ts';
import { compilePlan } from './compile-plan.ts';
import { runNative } from './native-run.ts';
import type { TimedPacket } from './pcap.ts';

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.case'));

for (const file of files) {
  describe(file, () => {
    const cases = parseCases(readFileSync(`${import.meta.dirname}/${file}`, 'latin1'));
    it.concurrent.each(cases.map((entry) => [entry.title, entry] as const))('%s', (_title, entry) =>
      runCase(entry),
    );
  });
}

async function runCase(entry: Case): Promise<void> {
  const result = await runNative({
    plan: compilePlan(entry.config),
    options: entry.options,
    inputs: entry.inputs,
    outputs: [...entry.outputs.keys()],
    handlers: entry.handlers,
  });
  if (entry.error !== undefined) {
    const log = result.log.replace(/^clickforge-run: (.*)\n$/, '$1');
    expect({ exitCode: result.exitCode, log }).toEqual({ exitCode: 1, log: expectedText(entry.error) });
    return;
  }
  expect(result.exitCode, result.log).toBe(0);
  for (const [device, expected] of entry.outputs)
    expect(show(result.outputs.get(device)!, expected), `output ${device}`).toEqual(expected.map(showPacket));
  expect(withNames(entry, result.handlers)).toEqual(entry.handlers.map(expectedValue));
  if (entry.answers) expect(result.answers.split(/\r?\n/).filter(Boolean)).toEqual(entry.answers);
  if (entry.log) expect(result.log.split('\n').filter(Boolean)).toEqual(entry.log);
}

function withNames({ handlers }: Case, values: string[]) {
  return handlers.map(({ name }, i) => ({ name, value: values[i] }));
}

function expectedValue({ name, value }: ExpectedValue) {
  return { name, value: expectedText(value) };
}

/** The text itself, or what matches it when it is a regular expression between slashes. */
function expectedText(text: string): string {
  const pattern = /^\/(.*)\/$/.exec(text)?.[1];
  return pattern === undefined ? text : expect.stringMatching(new RegExp(`^${pattern}$`));
}

/** The packets as text, with their times where the case says when they should leave. */
function show(packets: TimedPacket[], expected: ExpectedPacket[]): string[] {
  return packets.map(({ time, bytes }, i) =>
    showPacket(expected[i]?.time === undefined ? { bytes } : { time, bytes }),
  );
}

function showPacket({ time, bytes }: ExpectedPacket): string {
  const hex = Buffer.from(bytes).toString('hex');
  return time === undefined ? hex : `@${time} ${hex}`;
}
