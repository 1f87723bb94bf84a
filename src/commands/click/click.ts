import { SimulatorError } from '../../simulator/error.ts';
import { openSource } from '../../simulator/files.ts';
import { SystemError } from '../../system/error.ts';
import { readLatin1 } from '../../system/read-file.ts';
import type { System } from '../../system/system.ts';
import { EXIT } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { loadSimulator } from '../simulator-module.ts';
import { asBytes, asText } from '../words.ts';
import { flatConfiguration } from './flat-configuration.ts';
import { findLibrary } from './library.ts';
import { type LoadedConfiguration, loadConfiguration } from './load.ts';
import { type ClickOptions, ClickUsageError, parseClickOptions } from './options.ts';
import { ClickRun } from './run.ts';
import { SHORT_USAGE, USAGE, VERSION_TEXT } from './usage.ts';

const FAILED = 1;

/** `clickforge click`: takes Click's command line, prints what Click prints, gives the exit code that Click gives. */
export async function click(session: Session, args: readonly string[]): Promise<number> {
  const { system } = session;
  try {
    const options = parseClickOptions(args.map(asBytes));
    if (options.answer !== undefined) {
      system.output.write(options.answer === 'help' ? USAGE : VERSION_TEXT);
      return EXIT.ok;
    }
    return await run(session, options);
  } catch (error) {
    return failure(system, error);
  }
}

function failure(system: System, error: unknown): number {
  if (error instanceof ClickUsageError) {
    say(system, `${error.line}\n${error.showUsage ? SHORT_USAGE : ''}`);
    return error.showUsage ? FAILED : EXIT.usage;
  }
  if (error instanceof SimulatorError) {
    say(system, `${error.message}\n`);
    return FAILED;
  }
  throw error;
}

function say(system: System, latin1: string): void {
  system.errors.write(Buffer.from(latin1, 'latin1'));
}

async function run(session: Session, options: ClickOptions): Promise<number> {
  const { system } = session;
  if (options.threads > 1)
    say(system, 'warning: Click was built without multithread support, running single threaded\n');
  const loaded = load(system, options);
  if (!loaded) return FAILED;
  say(system, loaded.messages);
  if (!loaded.plan) return FAILED;
  const module = await loadSimulator(session);
  const running = await ClickRun.start(system, module, { ...loaded, plan: loaded.plan }, options);
  if (!running) return FAILED;
  const written = options.output === undefined || writeFlat(system, options.output, loaded);
  await running.drive();
  const code = running.finish();
  return code === EXIT.ok && !written ? FAILED : code;
}

/** Undefined: the configuration's file cannot be read, which has been said. */
function load(system: System, options: ClickOptions): LoadedConfiguration | undefined {
  const { configuration = '-', isExpression, definitions } = options;
  const name = isExpression ? 'config' : configuration === '-' ? '<stdin>' : configuration;
  const text = isExpression ? configuration : readConfiguration(system, configuration);
  if (text === undefined) return undefined;
  return loadConfiguration(text, name, {
    definitions,
    sockets: options.sockets,
    readFile: (path) => findLibrary(system, asText(path), options.clickPath, asText(name)),
  });
}

function readConfiguration(system: System, path: string): string | undefined {
  try {
    return readLatin1(system, asText(path));
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    say(system, `${reasonOf(system, asText(path)) ?? asBytes(error.message)}\n`);
    return undefined;
  }
}

/** Why a file cannot be opened, in the C library's words. */
function reasonOf(system: System, path: string): string | undefined {
  try {
    openSource(system, path);
    return undefined;
  } catch (error) {
    return error instanceof SimulatorError ? asBytes(error.message) : undefined;
  }
}

function writeFlat(system: System, path: string, { router }: LoadedConfiguration): boolean {
  const bytes = Buffer.from(flatConfiguration(router), 'latin1');
  if (path === '-') {
    system.output.write(bytes);
    return true;
  }
  try {
    const descriptor = system.files.openSync(asText(path), 'w');
    for (let at = 0; at < bytes.length; ) at += system.files.writeSync(descriptor, bytes, at);
    system.files.closeSync(descriptor);
    return true;
  } catch {
    say(system, `${path}: cannot be written\n`);
    return false;
  }
}
