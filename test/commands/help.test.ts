import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { makeProgram } from '../../src/commands/program.ts';
import { Stopwatch } from '../../src/commands/stopwatch.ts';
import { memorySystem } from '../system/memory-system.ts';
import { runCommand } from './run-command.ts';

/** Every command and every command of a command, as words: `emit xl`. */
function commandLines(): string[][] {
  const system = memorySystem({});
  const session = {
    system,
    installation: { baseImage: '', simulator: '' },
    stopwatch: new Stopwatch(system.clock, 0),
  };
  const below = (command: Command, path: string[]): string[][] =>
    command.commands.flatMap((inner) => {
      const own = [...path, inner.name()];
      return [own, ...below(inner, own)];
    });
  return below(
    makeProgram(session, undefined, () => {}),
    [],
  );
}

// `click --help` answers in Click's form; the help command in ours.
it.each(commandLines().filter(([first]) => first !== 'click'))(
  '%s explains itself',
  async (...words: string[]) => {
    const ran = await runCommand([...words, '--help']);
    expect([ran.exitCode, ran.errors]).toEqual([0, '']);
    expect(ran.output).toMatch(new RegExp(`^Usage: clickforge ${words[0]}`));
    // A default that a person would not write.
    expect(ran.output).not.toMatch(/default: (\[|\{|\d+n)/);
  },
);

it('explains every command by name', async () => {
  for (const [name] of commandLines().filter(({ length }) => length === 1)) {
    const ran = await runCommand(['help', name!]);
    expect([name, ran.exitCode, ran.output.split('\n', 1)[0]]).toEqual([
      name,
      0,
      expect.stringContaining(`Usage: clickforge ${name}`),
    ]);
  }
});
