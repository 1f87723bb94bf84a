import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installed, runCommand, runOn } from '../commands/run-command.ts';
import { compilePlan } from '../elements/compile-plan.ts';
import { runNative } from '../elements/native-run.ts';
import type { TimedPacket } from '../elements/pcap.ts';
import { memorySystem } from '../system/memory-system.ts';
import { captures, type Recipe, type RecipeCase, recipes } from './recipes.ts';

// Every recipe does with its traffic what the traffic says, in the simulator and in the native program.

describe.each(recipes().map((recipe) => [recipe.name, recipe] as const))('images/%s', (_, recipe) => {
  it('is described', () => {
    const text = readFileSync(`${recipe.folder}/README.md`, 'utf8');
    expect(text).toContain(`${recipe.name}.click`);
    for (const name of variables(recipe)) expect(text, `$${name}`).toContain(`\`${name}\``);
  });

  it('has no mistakes, and a vnf.yaml that its image agrees with', async () => {
    const system = memorySystem({
      ...installed,
      '/vnf/recipe.click': readFileSync(recipe.source),
      '/vnf/vnf.yaml': readFileSync(`${recipe.folder}/vnf.yaml`),
    });
    const none = { exitCode: 0, errors: '' };
    expect(await runOn(system, ['check', 'recipe.click'])).toMatchObject(none);
    expect(await runOn(system, ['build', 'recipe.click', '-o', 'recipe.elf'])).toMatchObject(none);
    const emitted = await runOn(system, ['emit', 'xl', 'recipe.elf']);
    expect(emitted).toMatchObject(none);
    expect(emitted.output).toContain(`name = "${recipe.name}"`);
    expect(emitted.output.match(/bridge=/g)).toHaveLength(recipe.devices.length);
  });

  describe.each(recipe.cases.map((each) => [each.name, each] as const))('%s', (_name, each) => {
    it('has the captures that "node scripts/traffic.mjs" writes', () => {
      for (const [path, bytes] of captures(each))
        expect(readFileSync(path).equals(bytes), basename(path)).toBe(true);
    });

    it('is the same in the simulator', () => simulate(recipe, each));
    it('is the same in the native program', () => native(recipe, each));
  });
});

/** Names that a `define` at the start gives a value. */
function variables({ source }: Recipe): string[] {
  const definitions = /^define\(([^)]*)\)/m.exec(readFileSync(source, 'latin1'))?.[1] ?? '';
  return [...definitions.matchAll(/\$(\w+)/g)].map(([, name]) => name!);
}

async function simulate({ source }: Recipe, { traffic, inputs, outputs }: RecipeCase): Promise<void> {
  const files: Record<string, Buffer> = { '/recipe.click': readFileSync(source) };
  const args = ['simulate', '/recipe.click', ...traffic.definitions.flatMap((text) => ['-D', text])];
  for (const [device, path] of inputs) {
    files[`/in-${device}`] = readFileSync(path);
    args.push('--in', `${device}=/in-${device}`);
  }
  for (const { name } of traffic.handlers) args.push('--handler', name);
  for (const [device, path] of outputs) {
    files[`/out-${device}`] = readFileSync(path);
    args.push('--expect', `${device}=/out-${device}`);
  }
  const ran = await runCommand(args, files);
  expect(ran.exitCode, ran.both).toBe(0);
  for (const { name, value } of traffic.handlers) expect(ran.output).toContain(`\n${name}: ${value}\n`);
}

async function native({ source }: Recipe, { traffic, outputs }: RecipeCase): Promise<void> {
  const definitions = Object.fromEntries(
    traffic.definitions.map((text) => text.split('=') as [string, string]),
  );
  const result = await runNative({
    plan: compilePlan(readFileSync(source, 'latin1'), 'config', definitions),
    inputs: traffic.inputs,
    outputs: [...outputs.keys()],
    handlers: traffic.handlers,
  });
  expect(result.exitCode, result.log).toBe(0);
  for (const device of outputs.keys())
    expect(hex(result.outputs.get(device)!), `device ${device}`).toEqual(
      hex(traffic.outputs.get(device) ?? []),
    );
  expect(result.handlers).toEqual(traffic.handlers.map(({ value }) => value));
}

function hex(packets: TimedPacket[]): string[] {
  return packets.map(({ bytes }) => Buffer.from(bytes).toString('hex'));
}
