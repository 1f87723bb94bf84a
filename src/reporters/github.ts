import type { Diagnostic } from '../click-config-parser/index.ts';
import { type JsonDiagnostic, type JsonPlace, reportJson } from './json.ts';

const COMMANDS = { error: 'error', warning: 'warning', note: 'notice' } as const;

/**
 * Diagnostics as the workflow commands of GitHub Actions, one a line, which it shows beside the lines of a change.
 * @param sources file name to latin1 text
 */
export function reportGithub(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
): string {
  return reportJson(diagnostics, sources)
    .map((each) => `::${COMMANDS[each.severity]} ${properties(each)}::${escapeData(textOf(each))}\n`)
    .join('');
}

function properties({ code, place }: JsonDiagnostic): string {
  const all = { ...(place && where(place)), title: code };
  return Object.entries(all)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',');
}

/** The last column is the one behind the place's end, and columns are for places in one line only. */
function where({ file, start, end }: JsonPlace) {
  const oneLine = start.line !== undefined && start.line === end.line;
  const columns = oneLine ? { col: start.column, endColumn: end.column } : {};
  return { file, line: start.line, endLine: end.line, ...columns };
}

/** The message, then notes and hint, each in a line of its own. */
export function textOf({ message, notes, hint }: JsonDiagnostic): string {
  const told = notes.map((note) => {
    const line = note.place?.start.line;
    return line === undefined ? note.message : `${note.message} (${note.place!.file}:${line})`;
  });
  return [message, ...told, ...(hint === undefined ? [] : [hint])].join('\n');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
