import { basename, extname, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { writeFileAtomically } from '../system/write-file.ts';
import type { DomainRequest, DomainType } from '../targets/domain-spec.ts';
import { dryRunOption } from './dry-run.ts';
import { EXIT } from './exit-code.ts';
import { withImage } from './image-file.ts';
import type { Outcome } from './outcome.ts';
import type { Runner } from './program.ts';
import type { Session } from './session.ts';
import { asBytes } from './words.ts';

interface EmitOptions {
  vif?: string[];
  memory?: number;
  type?: DomainType;
  name?: string;
  kernel?: string;
  cmdline?: string;
  output?: string;
  dryRun?: true;
}

export function emitCommand(run: Runner): Command {
  const xl = new Command('xl')
    .description('write the xl.cfg that starts an image on Xen')
    .argument('<image>', 'image that the domain is to run')
    .option(
      '--vif <vif>',
      'a network interface, as bridge=xenbr0,mac=00:16:3e:00:00:01; once for each device',
      collect,
    )
    .option('--memory <MiB>', 'memory of the domain', mebibytes)
    .addOption(new Option('--type <type>', 'kind of domain').choices(['pv', 'pvh']))
    .option('--name <name>', "name of the domain (default: the image's file name)")
    .option('--kernel <path>', 'path of the image on the host that starts it (default: its path here)')
    .option('--cmdline <text>', 'command line of the guest')
    .option('-o, --output <file>', 'file to write instead of standard output')
    .addOption(dryRunOption())
    .action(run(emitXl));
  return new Command('emit').description('write what a toolstack needs to start an image').addCommand(xl);
}

function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}

function mebibytes(text: string): number {
  if (!/^[0-9]{1,9}$/.test(text)) throw new InvalidArgumentError('It has to be a whole number of MiB.');
  return Number(text);
}

async function emitXl({ system }: Session, path: string, options: EmitOptions): Promise<Outcome> {
  const [{ needsOf }, { CONFIGURATION, domainSpec }, { renderXl }] = await Promise.all([
    import('../image/index.ts'),
    import('../targets/domain-spec.ts'),
    import('../targets/xl.ts'),
  ]);
  const needs = await withImage(system, path, needsOf);
  const { domain, diagnostics } = domainSpec(requestOf(path, options, system.folder), needs);
  for (const diagnostic of diagnostics) diagnostic.message = asBytes(diagnostic.message);
  const sources = new Map([[CONFIGURATION, needs.text]]);
  if (!domain) return { exitCode: EXIT.findings, diagnostics, sources };
  const config = renderXl(domain);
  const { output, dryRun } = options;
  if (output !== undefined && !dryRun) writeFileAtomically(system, output, Buffer.from(config));
  const result = { domain, config, ...(output === undefined ? {} : { output, written: !dryRun }) };
  const shown =
    output === undefined ? { text: config, wanted: true } : { text: `${output}: domain ${domain.name}\n` };
  return { exitCode: EXIT.ok, diagnostics, result, ...shown };
}

function requestOf(path: string, options: EmitOptions, folder: string): DomainRequest {
  const { vif = [], memory, type, name, kernel, cmdline } = options;
  return {
    name: name ?? basename(path, extname(path)),
    kernel: kernel ?? resolve(folder, path),
    vifs: vif,
    ...(memory === undefined ? {} : { memory }),
    ...(type === undefined ? {} : { type }),
    ...(cmdline === undefined ? {} : { commandLine: cmdline }),
  };
}
