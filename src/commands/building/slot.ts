import type { Diagnostic } from '../../click-config-parser/diagnostic.ts';
import { fillSlot, readSlot } from '../../image/index.ts';
import type { Definitions } from '../definitions.ts';
import { EXIT } from '../exit-code.ts';
import { flatText } from '../flat-text.ts';
import { imageFindings } from '../image-file.ts';
import { hasErrors, loadConfiguration } from '../load-configuration.ts';
import type { Session } from '../session.ts';
import { bytes, count } from '../words.ts';
import type { BaseImage } from './base-image.ts';
import type { Made } from './made.ts';

/** Writes the flat text of a configuration into the slot of a stem image; minified when it does not fit otherwise. */
export async function makeSlotImage(
  session: Session,
  file: string,
  stem: BaseImage,
  definitions: Definitions | undefined,
): Promise<Made> {
  const { diagnostics, libraries, resolved } = await loadConfiguration(session, file, 'clickos', definitions);
  const { sources } = resolved;
  if (hasErrors(diagnostics)) return { diagnostics, libraries, sources };
  const blame = { path: stem.path, exitCode: EXIT.findings, hint: 'take the stem image as it was shipped' };
  const { room } = await imageFindings(blame, () => readSlot(stem.bytes));
  const whole = await flatText(resolved, { target: 'clickos' });
  const minified = whole.text.trimEnd().length > room;
  const { text } = minified ? await flatText(resolved, { target: 'clickos', minify: true }) : whole;
  const image = await imageFindings({ ...blame, path: file }, () => fillSlot(stem.bytes, text));
  const used = text.trimEnd().length;
  const elements = resolved.elements.length;
  return {
    diagnostics: minified ? [...diagnostics, renamed(whole.text.trimEnd().length, room)] : diagnostics,
    libraries,
    sources,
    image: {
      bytes: image,
      facts: { delivery: 'slot', elements, room, used, minified },
      lines: [
        `  configuration  ${count(elements, 'element')} as text, ${bytes(used)} of the slot's ${room}\n`,
      ],
    },
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
