import { Command, Option } from 'commander';
import type { Vnf } from '../../bundles/contents.ts';
import { KINDS, type Kind } from '../../bundles/kinds.ts';
import { readFile } from '../../system/read-file.ts';
import { writeFileAtomically } from '../../system/write-file.ts';
import { VERSION } from '../../version.ts';
import { addDescriptionOptions, type DomainOptions, describeDomain } from '../domain-options.ts';
import { dryRunOption } from '../dry-run.ts';
import { EXIT } from '../exit-code.ts';
import { failure } from '../failure.ts';
import { readParts } from '../image-file.ts';
import { type Outcome, Stop } from '../outcome.ts';
import type { Runner } from '../program.ts';
import { addServerOptions } from '../register/options.ts';
import type { Session } from '../session.ts';
import { bytes as sizeOf } from '../words.ts';
import { bundleFindings } from './findings.ts';
import { type Pushed, type PushOptions, pushTo } from './registry.ts';

interface BundleOptions extends Omit<DomainOptions, 'kernel' | 'ramdisk'>, PushOptions {
  as: Kind;
  output?: string;
  sign?: string;
  sbom?: string;
  dryRun?: true;
}

export function bundleCommand(run: Runner): Command {
  const command = new Command('bundle')
    .description('pack an image with all that starts it, for people, registries and orchestrators')
    .argument('<image>', 'image to pack, or the boot module of a base image')
    .option('--base <image>', 'base image of a boot module (default: the installed one)')
    .addOption(
      new Option('--as <kind>', 'tar; oci: image layout; csar: ETSI SOL004; osm: VNF package of OSM')
        .choices(KINDS)
        .makeOptionMandatory(),
    )
    .option(
      '-o, --output <file>',
      'file to write (default: the name of the domain with the ending of the kind)',
    )
    .option('--sign <file>', 'private Ed25519 key (PEM) to sign the manifest with')
    .option('--sbom <file>', 'SPDX document to pack, as `build --sbom` writes it')
    .option('--push <place>', 'put it into a registry, HOST[:PORT]/NAME[:TAG], instead of a file (--as oci)')
    .option('--plain-http', 'speak to the registry without TLS')
    .option('--cacert <file>', 'certificates to trust for the registry instead of those of the system');
  // Where the image is, the package itself says.
  return addServerOptions(addDescriptionOptions(command).addOption(dryRunOption())).action(run(bundle));
}

async function bundle(session: Session, path: string, options: BundleOptions): Promise<Outcome> {
  const { system } = session;
  if (options.push !== undefined && options.as !== 'oci') {
    const hint = 'registries take images: give --as oci';
    throw new Stop(
      failure(EXIT.usage, { code: 'CF8001', message: `--push does not go with --as ${options.as}`, hint }),
    );
  }
  const { domain, diagnostics, sources } = await describeDomain(session, path, options);
  const vnf = await vnfOf(session, path, domain, options);
  const key = options.sign === undefined ? undefined : readFile(system, options.sign);
  const outcome = { exitCode: EXIT.ok, diagnostics, sources };
  if (options.push !== undefined && !options.dryRun) {
    const pushed = await bundleFindings(options.sign ?? path, () => pushTo(system, vnf, key, options));
    return {
      ...outcome,
      result: { image: path, kind: options.as, ...pushed },
      text: toldPushed(path, pushed),
    };
  }
  const { packageOf, fileNameOf } = await import('../../bundles/package.ts');
  const made = await bundleFindings(options.sign ?? path, () => packageOf(vnf, options.as, key));
  const output = options.output ?? fileNameOf(options.as, domain.name);
  if (!options.dryRun) writeFileAtomically(system, output, made);
  const signed = key !== undefined;
  const result = {
    image: path,
    kind: options.as,
    output,
    size: made.length,
    signed,
    written: !options.dryRun,
  };
  const text = `${output}: ${sizeOf(made.length)}${signed ? ', signed' : ''}${options.dryRun ? ', not written' : ''}\n`;
  return { ...outcome, result, text };
}

async function vnfOf(
  session: Session,
  path: string,
  domain: Vnf['domain'],
  { as, base, sbom }: BundleOptions,
): Promise<Vnf> {
  const [{ configurationOf }, { identityOf }] = await Promise.all([
    import('../../image/index.ts'),
    import('../../bundles/identity.ts'),
  ]);
  const { kernel: image, ramdisk: module } = await readParts(session, path, base);
  if (module && ONE_IMAGE[as] !== undefined) {
    const message = `${path}: a boot module needs its base image beside it, and a unit of ${ONE_IMAGE[as]} has one software image`;
    const hint = 'build the configuration into an image: --delivery note';
    throw new Stop(failure(EXIT.findings, { code: 'CF6605', message, hint }));
  }
  const identity = await bundleFindings(path, async () => identityOf(image, module));
  const document = sbom === undefined ? undefined : readFile(session.system, sbom);
  const configuration = configurationOf(module ?? image);
  const { configuration: digest, base: baseVersion } = identity;
  return {
    domain,
    image,
    module,
    configuration,
    digest,
    base: baseVersion,
    version: VERSION,
    sbom: document,
  };
}

/** The standards whose descriptors know no boot modules. */
const ONE_IMAGE: Partial<Record<Kind, string>> = { csar: 'SOL001', osm: 'SOL006' };

function toldPushed(path: string, { reference, digest, blobsSent }: Pushed): string {
  return `${path}: in the registry as ${reference}\n  digest         ${digest}\n  blobs sent     ${blobsSent}\n`;
}
