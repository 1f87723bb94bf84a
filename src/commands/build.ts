import { Command } from 'commander';
import type { Delivery, PlanSummary } from '../image/index.ts';
import { SystemError } from '../system/error.ts';
import { readFile } from '../system/read-file.ts';
import type { System } from '../system/system.ts';
import { writeFileAtomically } from '../system/write-file.ts';
import { type Definitions, definitionsOption } from './definitions.ts';
import { chooseDelivery, deliveryOption } from './delivery.ts';
import { dryRunOption } from './dry-run.ts';
import { EXIT } from './exit-code.ts';
import { failure } from './failure.ts';
import { imageFindings } from './image-file.ts';
import { hasErrors, loadConfiguration } from './load-configuration.ts';
import { type Outcome, Stop } from './outcome.ts';
import type { Runner } from './program.ts';
import { sarifOption } from './sarif-option.ts';
import type { Session } from './session.ts';
import type { Stopwatch } from './stopwatch.ts';
import { bytes, count } from './words.ts';

interface BuildOptions {
  output: string;
  base?: string;
  delivery?: Delivery;
  define?: Definitions;
  dryRun?: true;
  timing?: true;
}

export function buildCommand(run: Runner): Command {
  return new Command('build')
    .description('check a configuration and put it into an image')
    .argument('<file>', 'configuration to read; - is standard input')
    .requiredOption('-o, --output <image>', 'image to write')
    .option('--base <image>', 'base image, or an image whose configuration is to be replaced')
    .addOption(deliveryOption())
    .addOption(definitionsOption())
    .addOption(sarifOption())
    .option('--timing', 'show where the time went')
    .addOption(dryRunOption())
    .action(run(build));
}

async function build(session: Session, file: string, options: BuildOptions): Promise<Outcome> {
  const { system, stopwatch } = session;
  const [{ abi, compile }, image] = await Promise.all([
    import('../plan/index.ts'),
    import('../image/index.ts'),
  ]);
  const { blame, given, delivery } = await baseFor(session, options);
  if (given && delivery === 'slot') {
    const { buildSlot } = await import('./build-slot.ts');
    return await buildSlot(session, file, given, { ...options, base: blame.path });
  }
  const loaded = await loadConfiguration(session, file, 'clickforge', options.define);
  const { diagnostics, router } = loaded;
  const { sources } = router;
  if (hasErrors(diagnostics)) return { exitCode: EXIT.findings, diagnostics, sources };
  const plan = stopwatch.time('plan', () => fitting(() => compile(loaded.resolved, loaded.values, abi)));
  const baseBytes = given ?? stopwatch.time('read', () => readBaseImage(system, blame.path));
  const made = await imageFindings(blame, () => {
    const base = image.readBase(baseBytes);
    if (delivery === 'module') image.checkFit(plan, base.note);
    const bytes = delivery === 'module' ? plan : image.embed(base, plan);
    return { bytes, plan: image.summarize(plan), base: base.note.version, basePath: blame.path, delivery };
  });
  stopwatch.lap('embed');
  if (!options.dryRun) writeFileAtomically(system, options.output, made.bytes);
  stopwatch.lap('write');
  return { exitCode: EXIT.ok, diagnostics, sources, ...told(stopwatch, options, made) };
}

/** The base image to use and the way it gets its configuration; the installed one is read when it is needed. */
async function baseFor({ system, installation }: Session, { base, delivery }: BuildOptions) {
  const path = base ?? installation.baseImage;
  const hint =
    base === undefined ? '`npm run build` makes it anew' : 'leave --base out to use the installed one';
  const blame = { path, exitCode: EXIT.environment, hint };
  if (base === undefined)
    return { blame, given: undefined, delivery: chooseDelivery(path, 'note', delivery) };
  const { declaredDelivery } = await import('../image/index.ts');
  const given = readBaseImage(system, path);
  const declared = await imageFindings(blame, () => declaredDelivery(given));
  return { blame, given, delivery: chooseDelivery(path, declared, delivery) };
}

/** Runs the compiler, whose RangeErrors tell what of a right configuration is too large for a Plan. */
function fitting(compile: () => Uint8Array): Uint8Array {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = `the configuration does not fit into a Plan: ${error.message}`;
    const hint = 'divide it between several images';
    throw new Stop(failure(EXIT.findings, { code: 'CF8007', message, hint }));
  }
}

function readBaseImage(system: System, path: string): Uint8Array {
  try {
    return readFile(system, path);
  } catch (error) {
    if (!(error instanceof SystemError) || error.code !== 'CF7101') throw error;
    const message = `there is no base image ${path}`;
    const hint = '`npm run build` makes it; --base names another';
    throw new Stop(failure(EXIT.environment, { code: 'CF8003', message, hint }));
  }
}

interface Made {
  bytes: Uint8Array;
  plan: PlanSummary;
  /** Version of the base image. */
  base: string;
  basePath: string;
  delivery: Delivery;
}

function told(stopwatch: Stopwatch, { output, dryRun, timing }: BuildOptions, made: Made) {
  const { size, digest, elements, devices } = made.plan;
  const result = {
    image: output,
    written: !dryRun,
    delivery: made.delivery,
    size: made.bytes.length,
    planSize: size,
    digest,
    elements,
    devices,
    base: made.base,
    ...(timing ? { timing: stopwatch.parts } : {}),
  };
  const text = [
    `${output}: ${bytes(made.bytes.length)}${dryRun ? ', not written' : ''}\n`,
    `  configuration  ${count(elements, 'element')} in a Plan of ${bytes(size)}\n`,
    `  digest         ${digest}\n`,
    `  base image     ${made.base}\n`,
    made.delivery === 'module' ? `  boot module    of ${made.basePath}\n` : '',
    timing ? `\n${stopwatch.table()}` : '',
  ].join('');
  return { result, text };
}
