import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path';
import { Command, Option } from 'commander';
import type { ImageNeeds } from '../../image/index.ts';
import { VERSION } from '../../version.ts';
import { STYLES, type Style, VISIBILITIES, type Visibility } from '../../vims/openstack/choices.ts';
import type { Wanted } from '../../vims/openstack/description.ts';
import type { Registered } from '../../vims/openstack/register.ts';
import { mebibytes } from '../domain-options.ts';
import { dryRunOption } from '../dry-run.ts';
import { EXIT } from '../exit-code.ts';
import { type ImageParts, readParts } from '../image-file.ts';
import { hasErrors } from '../load-configuration.ts';
import type { Outcome } from '../outcome.ts';
import type { Runner } from '../program.ts';
import type { Session } from '../session.ts';
import { asBytes } from '../words.ts';
import { addCloudOptions, type CloudOptions, withCloud } from './cloud.ts';
import { listOpenstack, showOpenstack } from './openstack-registrations.ts';
import { UploadLine } from './upload-line.ts';

interface OpenstackOptions extends CloudOptions {
  base?: string;
  name?: string;
  memory?: number;
  cmdline: string;
  visibility: Visibility;
  style: Style;
  replace?: true;
  dryRun?: true;
}

/** MB; flavors of less are not made. */
const LEAST_MEMORY = 8;

export function openstackCommand(run: Runner): Command {
  const command = new Command('openstack')
    .description("put an image into an OpenStack cloud's Glance, so that Nova can start it on Xen")
    .argument('<image>', 'image to register, or the boot module of a base image')
    .option('--base <image>', 'base image of a boot module (default: the installed one)')
    .option('--name <name>', "what the cloud calls it (default: the image's file name)")
    .addOption(
      new Option(
        '--memory <MiB>',
        'least memory of its instances (default: what it needs, 8 or more)',
      ).argParser(mebibytes),
    )
    .option('--cmdline <text>', 'command line of the guest', 'console=hvc0')
    .addOption(new Option('--visibility <who>', 'who may use it').choices(VISIBILITIES).default('private'))
    .addOption(
      new Option('--style <style>', 'kernel: a boot stub that names its kernel; uki: the image is the kernel')
        .choices(STYLES)
        .default('kernel'),
    )
    .option('--replace', 'take the place of what has its name or digest')
    .addOption(dryRunOption())
    // What follows `list` and `show` is theirs.
    .enablePositionalOptions()
    .action(run(registerImage));
  command.addCommand(listOpenstack(run)).addCommand(showOpenstack(run));
  return addCloudOptions(command);
}

async function registerImage(session: Session, path: string, options: OpenstackOptions): Promise<Outcome> {
  const { system } = session;
  const { needs, ...parts } = await readParts(session, path, options.base);
  const { wanted, findings } = await wantedFor(path, parts, needs, options);
  if (hasErrors(findings)) return { exitCode: EXIT.findings, diagnostics: findings };
  const { replace = false, dryRun = false } = options;
  const { register } = await import('../../vims/openstack/register.ts');
  const line = new UploadLine(system);
  const onProgress = (name: string, sent: number, size: number) => line.update(name, sent, size);
  const { result, requests, diagnostics } = await withCloud(system, options, (glance) =>
    register(glance, { wanted, ...parts, replace, dryRun, onProgress }),
  ).finally(() => line.clear());
  diagnostics.unshift(...findings);
  for (const message of result.kept) diagnostics.push(stillThere(message));
  return {
    exitCode: EXIT.ok,
    diagnostics,
    result: { image: path, ...wanted, ...result, registered: !dryRun, requests, boots: BOOTS[wanted.style] },
    text: describe(path, wanted, result, dryRun),
  };
}

async function wantedFor(
  path: string,
  { kernel, ramdisk }: ImageParts,
  needs: ImageNeeds,
  options: OpenstackOptions,
) {
  const [{ checkMemory, defaultMemory }, { checkBootable }] = await Promise.all([
    import('../../targets/domain-checks.ts'),
    import('../../vims/openstack/bootable.ts'),
  ]);
  const { name = basename(path, extname(path)), cmdline, visibility, style } = options;
  const memory = options.memory ?? Math.max(LEAST_MEMORY, defaultMemory(needs));
  const wanted: Wanted = {
    name,
    style,
    visibility,
    memory,
    commandLine: cmdline,
    digest: createHash('sha256')
      .update(ramdisk ?? kernel)
      .digest('hex'),
    configuration: needs.digest,
    version: VERSION,
  };
  return {
    wanted,
    findings: [...checkMemory(memory, needs), ...checkBootable(wanted, needs, ramdisk !== undefined)],
  };
}

function stillThere(message: string) {
  const hint = 'end what uses it, then `clickforge unregister openstack`';
  return { code: 'CF6510', severity: 'warning', message: asBytes(`${message}, and stays`), hint } as const;
}

/** What Nova has to be to start what was registered. */
const BOOTS: Record<Style, string[]> = {
  kernel: [
    'boots on Nova whose libvirt runs Xen (virt_type=xen) with PV guests',
    'does not boot on KVM hosts, nor on releases of Nova that have no virt_type=xen any more, as 26 (Zed)',
  ],
  uki: [
    'boots on Nova and Glance with the patches that know the format uki, on Xen hosts',
    'does not boot on any Nova as it is released',
  ],
};

function describe(path: string, wanted: Wanted, made: Registered, dryRun: boolean): string {
  const { imageId, kernelId, ramdiskId, uploaded, removed } = made;
  const what = dryRun ? 'would be registered' : uploaded ? 'registered' : 'registered already';
  const lines = [
    ['image', imageId],
    ...(kernelId === imageId ? [] : [['kernel', kernelId]]),
    ...(ramdiskId === undefined ? [] : [['boot module', ramdiskId]]),
    ['digest', `sha256 ${wanted.digest}`],
    ['flavor', `${wanted.memory} MB of memory, 1 vCPU, a disk of 1 GB`],
    ...BOOTS[wanted.style].map((line) => ['Nova', line]),
    ...removed.map((id) => [dryRun ? 'would remove' : 'removed', id]),
  ];
  const rows = lines.map(([name, value]) => `  ${name!.padEnd(14)} ${value}\n`).join('');
  return `${path}: ${what} as ${wanted.name}\n${rows}`;
}
