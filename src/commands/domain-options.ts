import { basename, dirname, extname, join, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Diagnostic } from '../click-config-parser/diagnostic.ts';
import type { ImageNeeds } from '../image/index.ts';
import { SystemError } from '../system/error.ts';
import { readFile, readLatin1 } from '../system/read-file.ts';
import type { System } from '../system/system.ts';
import type { DomainRequest, DomainSpec, DomainType } from '../targets/domain-spec.ts';
import { EXIT } from './exit-code.ts';
import { withImage } from './image-file.ts';
import { hasErrors } from './load-configuration.ts';
import { Stop } from './outcome.ts';
import type { Session } from './session.ts';
import { asBytes } from './words.ts';

/** Options that say what domain is to run an image. */
export interface DomainOptions {
  /** Path of a vnf.yaml; false: none is looked for. */
  vnf?: string | false;
  vif?: string[];
  memory?: number;
  type?: DomainType;
  name?: string;
  uuid?: string;
  kernel?: string;
  ramdisk?: string;
  base?: string;
  cmdline?: string;
}

export function addDomainOptions(command: Command): Command {
  return addDescriptionOptions(command)
    .option('--kernel <path>', 'path of the image on the host that starts it (default: its path here)')
    .option('--ramdisk <path>', 'path there of the boot module, when the image is one')
    .option('--base <image>', 'base image of a boot module (default: the installed one)');
}

/** Those that say nothing of where files are. */
export function addDescriptionOptions(command: Command): Command {
  return command
    .option('--vnf <file>', 'description of the domain (default: vnf.yaml beside the image, if there is one)')
    .option('--no-vnf', 'use no vnf.yaml')
    .option(
      '--vif <vif>',
      'a network interface, as bridge=xenbr0,mac=00:16:3e:00:00:01; once for each device',
      collect,
    )
    .option('--memory <MiB>', 'memory of the domain (default: what the configuration needs)', mebibytes)
    .addOption(new Option('--type <type>', 'kind of domain').choices(['pv', 'pvh']))
    .option('--name <name>', "name of the domain (default: the image's file name)")
    .option('--uuid <uuid>', 'UUID (default: derived from the name and the configuration)', uuid)
    .option('--cmdline <text>', 'command line of the guest');
}

function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}

export function mebibytes(text: string): number {
  if (!/^[0-9]{1,9}$/.test(text)) throw new InvalidArgumentError('It has to be a whole number of MiB.');
  return Number(text);
}

function uuid(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text;
  throw new InvalidArgumentError('It has to be 8-4-4-4-12 hexadecimal digits.');
}

export interface DescribedDomain {
  domain: DomainSpec;
  needs: ImageNeeds;
  diagnostics: Diagnostic[];
  sources: Map<string, string>;
}

/** A configuration that a stock ClickOS is to get: its file, and its flat text as latin1. */
export interface LaterConfiguration {
  file: string;
  text: string;
}

/** The domain that is to run an image. Stops with findings when there is something wrong with its description. */
export async function describeDomain(
  { system, installation }: Session,
  path: string,
  options: DomainOptions,
  later?: LaterConfiguration,
): Promise<DescribedDomain> {
  const [{ isPlan, needsOf, needsOfModule }, { CONFIGURATION, domainSpec, requestOfVnf }] = await Promise.all(
    [import('../image/index.ts'), import('../targets/domain-spec.ts')],
  );
  const base = options.base ?? installation.baseImage;
  const [needs, files] = await withImage(system, path, (bytes) =>
    isPlan(bytes)
      ? [needsOfModule(bytes, readFile(system, base)), { kernel: base, ramdisk: path }]
      : [needsOf(bytes, later?.text), { kernel: path }],
  );
  const sources = new Map([[CONFIGURATION, needs.text]]);
  const named = later?.file ?? path;
  const { vnf } = await readVnfBeside(system, named, options.vnf, sources);
  const paths = Object.entries(files).map(([name, file]) => [name, resolve(system.folder, file)]);
  const request = requestOf(named, { ...Object.fromEntries(paths), ...(vnf && requestOfVnf(vnf)) }, options);
  const { domain, diagnostics } = domainSpec(request, needs);
  for (const diagnostic of diagnostics) diagnostic.message = asBytes(diagnostic.message);
  if (!domain) throw new Stop({ exitCode: EXIT.findings, diagnostics, sources });
  return { domain, needs, diagnostics, sources };
}

async function readVnfBeside(
  system: System,
  image: string,
  choice: string | false | undefined,
  sources: Map<string, string>,
) {
  if (choice === false || (choice === undefined && image === '-')) return { vnf: undefined };
  const path = choice ?? join(dirname(image), 'vnf.yaml');
  const text = readIfThere(system, path, choice !== undefined);
  if (text === undefined) return { vnf: undefined };
  const { readVnf } = await import('../targets/vnf-file.ts');
  const file = asBytes(path);
  const read = await readVnf(text, file);
  sources.set(file, text);
  if (hasErrors(read.diagnostics)) {
    throw new Stop({ exitCode: EXIT.findings, diagnostics: read.diagnostics, sources });
  }
  return read;
}

function readIfThere(system: System, path: string, isAskedFor: boolean): string | undefined {
  try {
    return readLatin1(system, path);
  } catch (error) {
    if (isAskedFor || !(error instanceof SystemError) || error.code !== 'CF7101') throw error;
    return undefined;
  }
}

/** Options win over what the vnf.yaml says. */
function requestOf(
  path: string,
  known: Partial<DomainRequest> & Pick<DomainRequest, 'kernel'>,
  { vif, memory, type, name, uuid: id, kernel, ramdisk, cmdline }: DomainOptions,
): DomainRequest {
  const given = { vifs: vif, memory, type, name, uuid: id, kernel, ramdisk, commandLine: cmdline };
  return {
    name: basename(path, extname(path)),
    vifs: [],
    ...known,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
}
