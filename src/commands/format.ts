import { Command } from 'commander';
import { readLatin1 } from '../system/read-file.ts';
import { writeFileAtomically } from '../system/write-file.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { outcomeOf } from './failure.ts';
import type { Outcome } from './outcome.ts';
import type { Runner } from './program.ts';
import type { Session } from './session.ts';
import { asBytes } from './words.ts';

interface FormatOptions {
  write?: true;
  check?: true;
}

export function formatCommand(run: Runner): Command {
  return new Command('format')
    .description('lay configurations out evenly; comments stay')
    .argument('<file...>', 'configurations to read; - is standard input')
    .option('-w, --write', 'write the files anew instead of printing them')
    .option('--check', 'only tell which files are not laid out so')
    .action(run(formatFiles));
}

async function formatFiles(session: Session, files: string[], options: FormatOptions): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const file of files) outcomes.push(await formatFile(session, file, options).catch(outcomeOf));
  const isText = !options.write && !options.check;
  return {
    exitCode: Math.max(...outcomes.map(({ exitCode }) => exitCode)) as ExitCode,
    diagnostics: outcomes.flatMap(({ diagnostics }) => diagnostics),
    sources: new Map(outcomes.flatMap(({ sources }) => [...(sources ?? [])])),
    text: Buffer.concat(outcomes.map(({ text }) => Buffer.from(text ?? ''))),
    wanted: isText,
    result: { files: outcomes.map(({ exitCode, result }, i) => ({ file: files[i], exitCode, ...result })) },
  };
}

async function formatFile(
  { system }: Session,
  file: string,
  { write, check }: FormatOptions,
): Promise<Outcome> {
  const [{ format }, { parse }] = await Promise.all([
    import('../formatter/format.ts'),
    import('../click-config-parser/index.ts'),
  ]);
  const source = readLatin1(system, file);
  const name = file === '-' ? '<stdin>' : asBytes(file);
  const formatted = format(source);
  if (formatted === undefined) {
    const { diagnostics } = parse(source, name);
    return { exitCode: EXIT.findings, diagnostics, sources: new Map([[name, source]]) };
  }
  const isChanged = formatted !== source;
  const content = Buffer.from(formatted, 'latin1');
  if (write && isChanged && file !== '-') writeFileAtomically(system, file, content);
  const told = isChanged ? `${file}: ${write ? 'laid out anew' : 'not laid out evenly'}\n` : '';
  return {
    exitCode: check && isChanged ? EXIT.findings : EXIT.ok,
    diagnostics: [],
    result: { changed: isChanged, ...(write || check ? {} : { text: content.toString('utf8') }) },
    text: (write && file !== '-') || check ? told : content,
  };
}
