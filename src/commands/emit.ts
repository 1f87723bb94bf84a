import { Command, Option } from 'commander';
import { writeFileAtomically } from '../system/write-file.ts';
import type { DomainSpec } from '../targets/domain-spec.ts';
import type { LibvirtStyle } from '../targets/libvirt.ts';
import { addDomainOptions, type DomainOptions, describeDomain } from './domain-options.ts';
import { dryRunOption } from './dry-run.ts';
import { EXIT } from './exit-code.ts';
import type { Outcome } from './outcome.ts';
import type { Runner } from './program.ts';
import type { Session } from './session.ts';

interface EmitOptions extends DomainOptions {
  output?: string;
  dryRun?: true;
}

interface LibvirtOptions extends EmitOptions {
  style: LibvirtStyle;
}

export function emitCommand(run: Runner): Command {
  const xl = target('xl', 'write the xl.cfg that starts an image on Xen').action(run(emitXl));
  const libvirt = target('libvirt', 'write the libvirt XML that starts an image on Xen')
    .addOption(
      new Option('--style <style>', "whose form: libvirt's own, or the one that OpenVIM makes")
        .choices(['libvirt', 'openvim'])
        .default('libvirt'),
    )
    .action(run(emitLibvirt));
  return new Command('emit')
    .description('write what a toolstack needs to start an image')
    .addCommand(xl)
    .addCommand(libvirt);
}

function target(name: string, description: string): Command {
  const command = new Command(name)
    .description(description)
    .argument('<image>', 'image that the domain is to run, or the boot module of a base image');
  return addDomainOptions(command)
    .option('-o, --output <file>', 'file to write instead of standard output')
    .addOption(dryRunOption());
}

async function emitXl(session: Session, path: string, options: EmitOptions): Promise<Outcome> {
  const { renderXl } = await import('../targets/xl.ts');
  return emit(session, path, options, renderXl);
}

async function emitLibvirt(session: Session, path: string, options: LibvirtOptions): Promise<Outcome> {
  const { renderLibvirt } = await import('../targets/libvirt.ts');
  return emit(session, path, options, (domain) => renderLibvirt(domain, options.style));
}

async function emit(
  session: Session,
  path: string,
  options: EmitOptions,
  render: (domain: DomainSpec) => string | Promise<string>,
): Promise<Outcome> {
  const { domain, diagnostics, sources } = await describeDomain(session, path, options);
  const config = await render(domain);
  const { output, dryRun } = options;
  if (output !== undefined && !dryRun) writeFileAtomically(session.system, output, Buffer.from(config));
  const result = { domain, config, ...(output === undefined ? {} : { output, written: !dryRun }) };
  const shown =
    output === undefined ? { text: config, wanted: true } : { text: `${output}: domain ${domain.name}\n` };
  return { exitCode: EXIT.ok, diagnostics, sources, result, ...shown };
}
