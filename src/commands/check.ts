import { Command } from 'commander';
import type { Target } from '../catalog/index.ts';
import { annotationsOption } from './annotations-option.ts';
import { type Definitions, definitionsOption } from './definitions.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { outcomeOf } from './failure.ts';
import { hasErrors, loadConfiguration } from './load-configuration.ts';
import type { Outcome } from './outcome.ts';
import type { Runner } from './program.ts';
import { sarifOption } from './sarif-option.ts';
import type { Session } from './session.ts';
import { targetOption } from './target-option.ts';
import { count } from './words.ts';

interface CheckOptions {
  define?: Definitions;
  target: Target;
}

export function checkCommand(run: Runner): Command {
  return new Command('check')
    .description('find what is wrong with configurations')
    .argument('<file...>', 'configurations to read; - is standard input')
    .addOption(targetOption())
    .addOption(definitionsOption())
    .addOption(sarifOption())
    .addOption(annotationsOption())
    .action(run(check));
}

async function check(session: Session, files: string[], options: CheckOptions): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const file of files) outcomes.push(await checkOne(session, file, options).catch(outcomeOf));
  return {
    exitCode: Math.max(...outcomes.map(({ exitCode }) => exitCode)) as ExitCode,
    diagnostics: outcomes.flatMap(({ diagnostics }) => diagnostics),
    sources: new Map(outcomes.flatMap(({ sources }) => [...(sources ?? [])])),
    text: outcomes.map(({ text }) => text ?? '').join(''),
    result: {
      files: outcomes.map(({ exitCode, result }, index) => ({ file: files[index], exitCode, ...result })),
    },
  };
}

async function checkOne(session: Session, file: string, { define, target }: CheckOptions): Promise<Outcome> {
  const { router, diagnostics } = await loadConfiguration(session, file, target, define);
  const { sources } = router;
  const size = { elements: router.elements.length, connections: router.connections.length };
  if (hasErrors(diagnostics)) return { exitCode: EXIT.findings, diagnostics, sources, result: size };
  const counts = `${count(size.elements, 'element')}, ${count(size.connections, 'connection')}`;
  return { exitCode: EXIT.ok, diagnostics, sources, result: size, text: `${file}: ${counts}, no errors\n` };
}
