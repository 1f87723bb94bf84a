import { checkFit, summarize } from '../../image/index.ts';
import { abi, compile } from '../../plan/index.ts';
import type { Definitions } from '../definitions.ts';
import { EXIT } from '../exit-code.ts';
import { failure } from '../failure.ts';
import { imageFindings } from '../image-file.ts';
import { hasErrors, loadConfiguration } from '../load-configuration.ts';
import { Stop } from '../outcome.ts';
import type { Session } from '../session.ts';
import { bytes, count } from '../words.ts';
import type { BaseImage } from './base-image.ts';
import type { Made, MadeImage } from './made.ts';

/** Compiles a configuration and puts its Plan into the base image, or makes it the base image's boot module. */
export async function makePlanImage(
  session: Session,
  file: string,
  base: BaseImage,
  definitions: Definitions | undefined,
): Promise<Made> {
  const { stopwatch } = session;
  const loaded = await loadConfiguration(session, file, 'clickforge', definitions);
  const { diagnostics, libraries } = loaded;
  const made: Made = { diagnostics, libraries, sources: loaded.router.sources };
  if (hasErrors(diagnostics)) return made;
  const plan = stopwatch.time('plan', () => fitting(() => compile(loaded.resolved, loaded.values, abi)));
  // Now, so that its time is told apart from that of embedding.
  void base.bytes;
  const image = await imageFindings(base.blame, () => embedded(base, plan));
  stopwatch.lap('embed');
  return { ...made, image };
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

function embedded(base: BaseImage, plan: Uint8Array): MadeImage {
  const { delivery, path } = base;
  const isModule = delivery === 'module';
  const { note } = base.base;
  if (isModule) checkFit(plan, note);
  const { size, digest, elements, devices } = summarize(plan);
  const { version } = note;
  return {
    bytes: isModule ? plan : base.filled(plan),
    facts: { delivery, planSize: size, digest, elements, devices, base: version },
    lines: [
      `  configuration  ${count(elements, 'element')} in a Plan of ${bytes(size)}\n`,
      `  digest         ${digest}\n`,
      `  base image     ${version}\n`,
      ...(isModule ? [`  boot module    of ${path}\n`] : []),
    ],
  };
}
