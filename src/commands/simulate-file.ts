import type { Diagnostic } from '../click-config-parser/diagnostic.ts';
import { fileOpener } from '../simulator/elements/index.ts';
import { SimulatorError } from '../simulator/error.ts';
import { openSink, openSource, saveFile } from '../simulator/files.ts';
import { PlanReader } from '../simulator/reconfigure.ts';
import { simulate } from '../simulator/simulate.ts';
import { EXIT } from './exit-code.ts';
import { failure } from './failure.ts';
import type { Outcome } from './outcome.ts';
import type { Session } from './session.ts';
import type { SimulateCommandOptions } from './simulate.ts';
import { Captures } from './simulate-captures.ts';
import { drawCounts } from './simulate-graph.ts';
import { ProgressLine } from './simulate-progress.ts';
import { report } from './simulate-report.ts';
import { loadSimulated, type Simulated } from './simulated.ts';
import { loadSimulator } from './simulator-module.ts';

/** Runs a configuration or an image; the outcome tells what came of it. */
export async function simulateFile(
  session: Session,
  file: string,
  options: SimulateCommandOptions,
): Promise<Outcome> {
  const loaded = await loadSimulated(session, file, options.define);
  const module = await loadSimulator(session);
  try {
    return await run(session, module, loaded, options);
  } catch (error) {
    if (!(error instanceof SimulatorError)) throw error;
    return simulatorFailure(error, loaded);
  }
}

async function run(
  session: Session,
  module: WebAssembly.Module,
  loaded: Simulated,
  options: SimulateCommandOptions,
): Promise<Outcome> {
  const { system } = session;
  const captures = new Captures(system, options, loaded.devices);
  const progress = new ProgressLine(system, captures, options.json === true || options.quiet === true);
  let interrupted = false;
  const forget = system.onInterrupt(() => {
    interrupted = true;
  });
  try {
    const result = await simulate(
      {
        ...options,
        handlers: options.handler ?? [],
        writes: options.write ?? [],
        seed: BigInt(options.seed),
        module,
        plan: loaded.plan,
        inputs: captures.inputs,
        outputs: captures.outputs,
        clock: options.realTime ? 'real' : 'virtual',
        ...surroundingsOf(session, loaded.plan, progress, options.json === true),
      },
      {
        now: () => system.clock.now(),
        pause: (milliseconds) => system.clock.pause(milliseconds),
        interrupted: () => interrupted,
        progress: (simulation) => progress.update(simulation),
      },
    );
    progress.clear();
    session.stopwatch.lap('run');
    const compared = captures.finish();
    if (options.graph !== undefined) await drawCounts(system, options.graph, loaded, result);
    return report(result, captures, compared, loaded);
  } catch (error) {
    progress.clear();
    captures.discard();
    throw error;
  } finally {
    forget();
  }
}

/** What elements log goes to standard error, what they print for people to standard output (but not into JSON). */
function surroundingsOf({ system }: Session, plan: Uint8Array, progress: ProgressLine, json: boolean) {
  const log = (bytes: Uint8Array) => {
    progress.clear();
    system.errors.write(bytes.slice());
  };
  const files = {
    open: (path: string) => openSource(system, path),
    create: (path: string) => openSink(system, path),
    complain: (message: string) => log(Buffer.from(`${message}\n`)),
    remarks: () => [],
  };
  return {
    console: log,
    print: json ? log : (bytes: Uint8Array) => system.output.write(bytes.slice()),
    openFile: fileOpener(plan, files),
    reader: new PlanReader(plan),
    saveFile: (path: string, bytes: Uint8Array, append: boolean) => saveFile(system, path, bytes, append),
  };
}

const EXIT_CODES: Readonly<Record<string, keyof typeof EXIT>> = {
  CF9004: 'environment',
  CF9005: 'internal',
  CF9007: 'usage',
  CF9008: 'usage',
  CF9010: 'usage',
  CF9012: 'environment',
};

function simulatorFailure(error: SimulatorError, { router }: Simulated): Outcome {
  const outcome = failure(EXIT[EXIT_CODES[error.code] ?? 'findings'], error);
  if (!router) return outcome;
  // An element that refuses to start says who it is, which is somewhere in the file.
  const name = /^(\S+) :: /.exec(error.message)?.[1];
  const element = router.elements.find((each) => each.name === name);
  const diagnostics: Diagnostic[] = outcome.diagnostics.map((diagnostic) =>
    element ? { ...diagnostic, span: element.span } : diagnostic,
  );
  return { ...outcome, diagnostics, sources: router.sources };
}
