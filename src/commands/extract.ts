import { Command } from 'commander';
import { writeFileAtomically } from '../system/write-file.ts';
import { dryRunOption } from './dry-run.ts';
import { EXIT } from './exit-code.ts';
import { withImage } from './image-file.ts';
import type { Outcome } from './outcome.ts';
import type { Runner } from './program.ts';
import type { Session } from './session.ts';

interface ExtractOptions {
  output?: string;
  dryRun?: true;
}

export function extractCommand(run: Runner): Command {
  return new Command('extract')
    .description('give the configuration in an image back, flat, as Click reads it')
    .argument('<image>', 'image to look into; - is standard input')
    .option('-o, --output <file>', 'file to write instead of standard output')
    .addOption(dryRunOption())
    .action(run(extract));
}

async function extract({ system }: Session, path: string, options: ExtractOptions): Promise<Outcome> {
  const { configurationOf } = await import('../image/index.ts');
  const text = await withImage(system, path, configurationOf);
  const { output, dryRun } = options;
  if (output !== undefined && !dryRun) writeFileAtomically(system, output, text);
  const result = {
    image: path,
    configuration: Buffer.from(text).toString('utf8'),
    ...(output === undefined ? {} : { output, written: !dryRun }),
  };
  const shown =
    output === undefined ? { text, wanted: true } : { text: `${output}: the configuration of ${path}\n` };
  return { exitCode: EXIT.ok, diagnostics: [], result, ...shown };
}
