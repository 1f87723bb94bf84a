import { createHash } from 'node:crypto';
import { basename, extname, join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Diagnostic } from '../../click-config-parser/diagnostic.ts';
import { readFile } from '../../system/read-file.ts';
import type { System } from '../../system/system.ts';
import { writeFileAtomically } from '../../system/write-file.ts';
import { VERSION } from '../../version.ts';
import type { Wanted, WantedNetwork } from '../../vims/openvim/descriptors.ts';
import type { Registered } from '../../vims/openvim/register.ts';
import { mebibytes } from '../domain-options.ts';
import { dryRunOption } from '../dry-run.ts';
import { EXIT } from '../exit-code.ts';
import { imageFindings } from '../image-file.ts';
import { hasErrors } from '../load-configuration.ts';
import { type Outcome, Stop } from '../outcome.ts';
import type { Runner } from '../program.ts';
import type { Session } from '../session.ts';
import { asBytes } from '../words.ts';
import { addServerOptions, type ServerOptions } from './options.ts';
import { counted, traced } from './trace.ts';
import { vimFindings } from './vim-findings.ts';

interface OpenvimOptions extends ServerOptions {
  path: string;
  url?: string;
  tenant?: string;
  name?: string;
  memory?: number;
  flavor?: string;
  server?: string;
  net?: WantedNetwork[];
  start: boolean;
  emit?: string;
  dryRun?: true;
}

/** MB; flavors of less are not made. */
const LEAST_MEMORY = 8;

export function openvimCommand(run: Runner): Command {
  const command = new Command('openvim')
    .description('make OpenVIM (with unikernel support) know an image: tenant, flavor, image, and a server')
    .argument('<image>', 'image to register')
    .requiredOption(
      '--path <place>',
      'where the image is for the VIM: /PATH, a URL, or [USER@]HOST:/PATH to copy it there',
    )
    .option('--url <url>', 'the VIM (default: http://OPENVIM_HOST:OPENVIM_PORT/openvim)')
    .option('--tenant <tenant>', 'name or id (default: OPENVIM_TENANT)')
    .option('--name <name>', "what the VIM calls the image (default: the image's file name)")
    .addOption(
      new Option('--memory <MB>', 'memory of the flavor (default: what it needs, 8 or more)').argParser(
        mebibytes,
      ),
    )
    .option('--flavor <name>', 'name of the flavor (default: clickforge-<MB>MB)')
    .option('--server <name>', 'also make a server of this name')
    .option(
      '--net <network>',
      'a network of the server, NAME or ID[,mac=ADDRESS]; once for each device',
      network,
    )
    .option('--no-start', 'make the server and do not start it')
    .option('--emit <folder>', "write descriptors for OpenVIM's own client there, and ask no VIM")
    .addOption(dryRunOption())
    .action(run(registerImage));
  return addServerOptions(command);
}

function network(text: string, earlier: WantedNetwork[] = []): WantedNetwork[] {
  const match = /^([^,]+)(?:,mac=([^,]+))?$/.exec(text);
  if (!match) throw new InvalidArgumentError('It has to be NAME or ID, or NAME,mac=ADDRESS.');
  return [...earlier, { network: match[1]!, mac: match[2] }];
}

async function registerImage(session: Session, path: string, options: OpenvimOptions): Promise<Outcome> {
  const { system } = session;
  const bytes = readFile(system, path);
  const { parsePlace, copyImage } = await import('../../vims/openvim/copy.ts');
  const place = parsePlace(options.path);
  const { wanted, findings } = await wantedFor(system, path, bytes, options, place.path);
  if (hasErrors(findings)) return { exitCode: EXIT.findings, diagnostics: findings };
  if (options.emit !== undefined) return emit(system, wanted, options.emit, options.dryRun === true);
  const http = counted(options.verbose ? traced(system) : system.http);
  const controller = new AbortController();
  const forget = system.onInterrupt(() => controller.abort());
  const [{ Openvim }, { register }] = await Promise.all([
    import('../../vims/openvim/api.ts'),
    import('../../vims/openvim/register.ts'),
  ]);
  const timeout = options.timeout * 1000;
  const vim = new Openvim({ http, clock: system.clock }, vimUrl(system, options), {
    timeout,
    signal: controller.signal,
  });
  const copy = () => copyImage(system, path, place, 10 * timeout);
  const dryRun = options.dryRun === true;
  const done = await vimFindings(() => register(vim, { wanted, bytes, dryRun, copy })).finally(forget);
  const result = { image: path, ...wanted, ...done, registered: !dryRun, requests: http.count };
  return { exitCode: EXIT.ok, diagnostics: findings, result, text: describe(path, wanted, done, dryRun) };
}

function vimUrl({ environment }: System, { url }: OpenvimOptions): string {
  const { OPENVIM_HOST = 'localhost', OPENVIM_PORT = '9080' } = environment;
  return url ?? `http://${OPENVIM_HOST}:${OPENVIM_PORT}/openvim`;
}

async function wantedFor(
  system: System,
  file: string,
  bytes: Uint8Array,
  options: OpenvimOptions,
  path: string,
): Promise<{ wanted: Wanted; findings: Diagnostic[] }> {
  const [{ isPlan, needsOf }, { checkMemory, checkType, defaultMemory }, rules] = await Promise.all([
    import('../../image/index.ts'),
    import('../../targets/domain-checks.ts'),
    import('../../vims/openvim/rules.ts'),
  ]);
  if (isPlan(bytes)) throw new Stop({ exitCode: EXIT.findings, diagnostics: rules.refuseModule(file) });
  const hint = '`clickforge build` makes images';
  const needs = await imageFindings({ path: file, exitCode: EXIT.findings, hint }, () => needsOf(bytes));
  const memory = options.memory ?? Math.max(LEAST_MEMORY, defaultMemory(needs));
  const { name = basename(file, extname(file)), flavor = `clickforge-${memory}MB`, net = [] } = options;
  const tenant = options.tenant ?? system.environment.OPENVIM_TENANT ?? '';
  const server =
    options.server === undefined
      ? undefined
      : { name: options.server, start: options.start ? ('yes' as const) : ('no' as const), networks: net };
  const digest = createHash('sha256').update(bytes).digest('hex');
  const wanted: Wanted = { name, tenant, path, memory, flavor, digest, version: VERSION, server };
  const findings = [
    ...rules.checkName('tenant', tenant),
    ...rules.checkName('image', name),
    ...rules.checkName('flavor', flavor),
    ...rules.checkPath(path),
    ...checkMemory(memory, needs),
    ...checkType('pv', needs.entries),
    ...(server ? rules.checkName('server', server.name) : []),
    ...(server ? rules.checkNetworks(net.length, needs.devices) : []),
    ...(server ? rules.checkDescription(`micro-VNF ${name}`) : []),
    ...net.flatMap(({ mac }) => (mac === undefined ? [] : rules.checkMac(mac))),
  ].map((finding) => ({ ...finding, message: asBytes(finding.message) }));
  return { wanted, findings };
}

/** The descriptors name one another by ids that are fixed beforehand; networks have to be given by id. */
async function emit(system: System, wanted: Wanted, folder: string, dryRun: boolean): Promise<Outcome> {
  const [{ descriptorFiles }] = await Promise.all([import('../../vims/openvim/emit.ts')]);
  const files = await vimFindings(() => descriptorFiles(wanted));
  const paths = files.map(({ file }) => join(folder, file));
  if (!dryRun) {
    for (const [index, { text }] of files.entries())
      writeFileAtomically(system, paths[index]!, Buffer.from(text));
  }
  const commands = files.map(({ command }, index) => `  openvim ${command} ${paths[index]}\n`);
  const text = `${dryRun ? 'would be written' : 'written'}; in this order:\n${commands.join('')}`;
  return { exitCode: EXIT.ok, diagnostics: [], result: { files: paths, written: !dryRun }, text };
}

function describe(path: string, { name, path: place }: Wanted, done: Registered, dryRun: boolean): string {
  const { tenantId, flavorId, imageId, serverId, made, testMode } = done;
  const ids = Object.entries({ tenant: tenantId, flavor: flavorId, image: imageId, server: serverId });
  const lines = ids.flatMap(([kind, id]) => {
    const state = made.includes(kind) ? (dryRun ? 'would be made' : 'made') : 'there already';
    return id === undefined && !made.includes(kind) ? [] : [[kind, [id, state].filter(Boolean).join(', ')]];
  });
  lines.push(['path', place]);
  if (testMode) lines.push(['', 'the VIM runs in test mode: it did not look at the image']);
  const rows = lines.map(([what, value]) => `  ${what!.padEnd(14)} ${value}\n`).join('');
  return `${path}: ${dryRun ? 'would be registered' : 'registered'} with OpenVIM as ${name}\n${rows}`;
}
