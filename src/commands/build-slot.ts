import type { Diagnostic } from '../click-config-parser/diagnostic.ts';
import { writeFileAtomically } from '../system/write-file.ts';
import type { Definitions } from './definitions.ts';
import { EXIT } from './exit-code.ts';
import { flatText } from './flat-text.ts';
import { imageFindings } from './image-file.ts';
import { hasErrors, loadConfiguration } from './load-configuration.ts';
import type { Outcome } from './outcome.ts';
import type { Session } from './session.ts';
import { bytes, count } from './words.ts';

interface SlotOptions {
  output: string;
  base: string;
  define?: Definitions;
  dryRun?: true;
}

/** Writes the flat text of a configuration into the slot of a stem image; minified when it does not fit otherwise. */
export async function buildSlot(
  session: Session,
  file: string,
  stem: Uint8Array,
  { output, base, define, dryRun }: SlotOptions,
): Promise<Outcome> {
  const { diagnostics, resolved } = await loadConfiguration(session, file, 'clickos', define);
  const { sources } = resolved;
  if (hasErrors(diagnostics)) return { exitCode: EXIT.findings, diagnostics, sources };
  const { fillSlot, readSlot } = await import('../image/index.ts');
  const blame = { path: base, exitCode: EXIT.findings, hint: 'take the stem image as it was shipped' };
  const { room } = await imageFindings(blame, () => readSlot(stem));
  const whole = await flatText(resolved, { target: 'clickos' });
  const minified = whole.text.trimEnd().length > room;
  const { text } = minified ? await flatText(resolved, { target: 'clickos', minify: true }) : whole;
  const image = await imageFindings({ ...blame, path: file }, () => fillSlot(stem, text));
  if (!dryRun) writeFileAtomically(session.system, output, image);
  const used = text.trimEnd().length;
  const elements = resolved.elements.length;
  const told = [
    `${output}: ${bytes(image.length)}${dryRun ? ', not written' : ''}\n`,
    `  configuration  ${count(elements, 'element')} as text, ${bytes(used)} of the slot's ${room}\n`,
  ];
  return {
    exitCode: EXIT.ok,
    diagnostics: minified ? [...diagnostics, renamed(whole.text.trimEnd().length, room)] : diagnostics,
    sources,
    result: {
      image: output,
      written: !dryRun,
      delivery: 'slot',
      size: image.length,
      elements,
      room,
      used,
      minified,
    },
    text: told.join(''),
  };
}

function renamed(size: number, room: number): Diagnostic {
  return {
    code: 'CF8009',
    severity: 'note',
    message: `the configuration is minified to fit: as it is it has ${size} bytes, and the slot holds ${room}`,
    hint: 'its elements have other names now; `clickforge extract` shows them',
  };
}
