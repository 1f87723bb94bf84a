import { Command } from 'commander';
import { annotationsOption } from './annotations-option.ts';
import type { BuildOptions } from './building/options.ts';
import { definitionsOption } from './definitions.ts';
import { deliveryOption } from './delivery.ts';
import { dryRunOption } from './dry-run.ts';
import type { Outcome } from './outcome.ts';
import type { Runner } from './program.ts';
import { sarifOption } from './sarif-option.ts';
import type { Session } from './session.ts';

export function buildCommand(run: Runner): Command {
  return new Command('build')
    .description('check configurations and put each into an image')
    .argument('<file...>', 'configurations, or folders of some; - is standard input')
    .option('-o, --output <image>', 'image to write, or FOLDER/ (default: beside the configuration)')
    .option('--base <image>', 'base image, or an image whose configuration is to be replaced')
    .addOption(deliveryOption())
    .addOption(definitionsOption())
    .option('--sbom <file>', 'write what the image consists of, in SPDX 2.3')
    .option('--provenance <file>', 'write how it came to be, as an in-toto statement')
    .option('--cache <folder>', 'build nothing that is unchanged since it was built with this folder')
    .addOption(sarifOption())
    .addOption(annotationsOption())
    .option('--timing', 'show where the time went')
    .addOption(dryRunOption())
    .action(run(build));
}

async function build(session: Session, paths: string[], _: unknown, command: Command): Promise<Outcome> {
  const run = await import('./building/run.ts');
  session.stopwatch.lap('imports');
  return await run.build(session, paths, command.optsWithGlobals<BuildOptions>());
}
