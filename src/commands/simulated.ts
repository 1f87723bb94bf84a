import { simulatorAbi } from '../../generated/abi.js';
import type { Diagnostic } from '../click-config-parser/diagnostic.ts';
import type { ResolvedRouter } from '../plan/index.ts';
import { readFile } from '../system/read-file.ts';
import type { Definitions } from './definitions.ts';
import { EXIT } from './exit-code.ts';
import { failure } from './failure.ts';
import { withImage } from './image-file.ts';
import { hasErrors, loadConfiguration } from './load-configuration.ts';
import { Stop } from './outcome.ts';
import type { Session } from './session.ts';

/** A Plan to run, out of a configuration or an image. */
export interface Simulated {
  name: string;
  plan: Uint8Array;
  /** Absent for an image. */
  router?: ResolvedRouter;
  devices: UsedDevices;
  diagnostics: Diagnostic[];
}

/** Numbers of the devices that elements receive from and send to. */
export interface UsedDevices {
  receiving: readonly number[];
  sending: readonly number[];
}

/** Reads a configuration or an image; stops where there is an error in it. */
export async function loadSimulated(
  session: Session,
  file: string,
  definitions: Definitions,
): Promise<Simulated> {
  const isImage = file !== '-' && startsAsImage(readFile(session.system, file));
  return isImage ? loadImage(session, file) : loadText(session, file, definitions);
}

function startsAsImage(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 4)).toString('latin1') === '\x7fELF';
}

async function loadImage({ system }: Session, file: string): Promise<Simulated> {
  const [{ extractPlan }, { readPlan }] = await Promise.all([
    import('../image/index.ts'),
    import('../plan/index.ts'),
  ]);
  const plan = await withImage(system, file, extractPlan);
  const { abi } = readPlan(plan, simulatorAbi);
  if (abi !== simulatorAbi.hash) {
    const message = `${file} was made for other element classes than this simulator has`;
    throw new Stop(failure(EXIT.findings, { code: 'CF9004', message, hint: 'build the image again' }));
  }
  return { name: file, plan, devices: await usedDevices(plan), diagnostics: [] };
}

async function loadText(session: Session, file: string, definitions: Definitions): Promise<Simulated> {
  const loaded = await loadConfiguration(session, file, 'simulator', definitions);
  const { diagnostics, resolved: router } = loaded;
  if (hasErrors(diagnostics))
    throw new Stop({ exitCode: EXIT.findings, diagnostics, sources: router.sources });
  const { compile } = await import('../plan/index.ts');
  const plan = compile(router, loaded.values, simulatorAbi);
  session.stopwatch.lap('plan');
  return { name: file, plan, router, devices: await usedDevices(plan), diagnostics };
}

async function usedDevices(plan: Uint8Array): Promise<UsedDevices> {
  const [{ readArguments }, { readPlan }] = await Promise.all([
    import('../simulator/arguments.ts'),
    import('../plan/index.ts'),
  ]);
  const { elements } = readPlan(plan, simulatorAbi);
  const devicesOf = (name: string) => {
    const numbers = elements.flatMap(({ className }, index) =>
      className === name ? [readArguments(plan, index).get('DEVID') as number] : [],
    );
    return [...new Set(numbers)].sort((a, b) => a - b);
  };
  return { receiving: devicesOf('FromDevice'), sending: devicesOf('ToDevice') };
}
