import type { Diagnostic, Note, Severity, Span } from '../click-config-parser/index.ts';
import { byPlace, countBySeverity } from './order.ts';
import { snippet } from './snippet.ts';
import { decode, Sources } from './source-text.ts';

export interface HumanOptions {
  color?: boolean;
}

type Paint = (text: string) => string;

interface Palette {
  severity: Record<Severity, Paint>;
  strong: Paint;
  faint: Paint;
}

/**
 * Diagnostics for people: the message, the source line with carets, notes with their own places, a hint, and one
 * line at the end that counts. '' when there is nothing to say.
 * @param sources file name to latin1 text
 */
export function reportHuman(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  { color = false }: HumanOptions = {},
): string {
  if (diagnostics.length === 0) return '';
  const texts = new Sources(sources);
  const palette = color ? COLORS : PLAIN;
  const parts = byPlace(diagnostics).map((each) => renderOne(each, texts, palette));
  return `${parts.join('\n')}\n${palette.strong(summary(diagnostics))}\n`;
}

function renderOne(diagnostic: Diagnostic, texts: Sources, palette: Palette): string {
  const { code, severity, message, span, notes = [], hint } = diagnostic;
  const paint = palette.severity[severity];
  const lines = [`${paint(`${severity} ${code}`)}${palette.strong(`: ${decode(message)}`)}`];
  lines.push(...place(span, texts, palette, paint));
  for (const note of notes) lines.push(...renderNote(note, texts, palette));
  if (hint !== undefined) lines.push(`  ${palette.faint('=')} ${palette.strong('hint:')} ${decode(hint)}`);
  return lines.map((line) => `${line}\n`).join('');
}

function renderNote({ message, span }: Note, texts: Sources, palette: Palette): string[] {
  const paint = palette.severity.note;
  if (span === undefined) return [`  ${palette.faint('=')} ${paint('note:')} ${decode(message)}`];
  return [`${paint('note')}: ${decode(message)}`, ...place(span, texts, palette, paint)];
}

/** Where it is, and the line itself if its text is known. */
function place(span: Span | undefined, texts: Sources, palette: Palette, paint: Paint): string[] {
  if (span === undefined) return [];
  const source = texts.of(span);
  if (source === undefined) return [`  ${palette.faint('-->')} ${decode(span.file)}`];
  const { line, column } = source.position(span.start);
  const landmark = source.landmark(span.start);
  const where = `${decode(span.file)}:${line}:${column}${landmark === undefined ? '' : ` (${landmark})`}`;
  const { text, marks } = snippet(source, span.start, span.end);
  const gutter = ' '.repeat(`${line}`.length);
  const bar = palette.faint('|');
  return [
    ` ${gutter}${palette.faint('-->')} ${where}`,
    ` ${palette.faint(`${line}`)} ${bar} ${text}`,
    ` ${gutter} ${bar} ${paint(marks)}`,
  ];
}

function summary(diagnostics: readonly Diagnostic[]): string {
  const counts = countBySeverity(diagnostics);
  const parts = (['error', 'warning', 'note'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}${counts[severity] === 1 ? '' : 's'}`);
  return parts.join(', ');
}

const plain: Paint = (text) => text;
const PLAIN: Palette = {
  severity: { error: plain, warning: plain, note: plain },
  strong: plain,
  faint: plain,
};

const sgr =
  (code: string): Paint =>
  (text) =>
    `\x1b[${code}m${text}\x1b[0m`;

const COLORS: Palette = {
  severity: { error: sgr('1;31'), warning: sgr('1;33'), note: sgr('1;36') },
  strong: sgr('1'),
  faint: sgr('2'),
};
