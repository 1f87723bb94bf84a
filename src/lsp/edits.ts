import type { CodeAction, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver/node.js';
import { format } from '../formatter/format.ts';
import { fixOf } from '../reporters/fix.ts';
import { decode } from '../reporters/source-text.ts';
import type { Analysis } from './analysis.ts';
import { rangeOf } from './convert.ts';
import type { Place } from './symbols/symbol.ts';
import { uriOf } from './workspace.ts';

/** Writes `text` to each place. */
export function replaceAll(analysis: Analysis, places: Place[], text: string): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  for (const place of places) {
    const uri = uriOf(place.file);
    changes[uri] = [...(changes[uri] ?? []), { range: rangeOf(analysis, place), newText: text }];
  }
  return { changes };
}

/** The fixes that findings in a range offer. */
export function fixes(analysis: Analysis, range: Range): CodeAction[] {
  return analysis.diagnostics.flatMap((diagnostic): CodeAction[] => {
    const fix = fixOf(diagnostic, analysis.sources);
    if (fix === undefined || fix.span.file !== analysis.file) return [];
    const place = rangeOf(analysis, fix.span);
    if (!touches(place, range)) return [];
    const newText = decode(fix.replacement);
    return [
      {
        title: `Write ${newText}`,
        kind: 'quickfix',
        isPreferred: true,
        edit: { changes: { [uriOf(analysis.file)]: [{ range: place, newText }] } },
      },
    ];
  });
}

function touches(a: Range, b: Range): boolean {
  const isBefore = (x: Range['start'], y: Range['start']) =>
    x.line < y.line || (x.line === y.line && x.character <= y.character);
  return isBefore(a.start, b.end) && isBefore(b.start, a.end);
}

/** What the formatter changes, as one edit of whole lines; none for text with errors. */
export function formatting(analysis: Analysis, indent: string): TextEdit[] {
  const source = analysis.sources.get(analysis.file)!;
  const formatted = format(source, { indent });
  if (formatted === undefined || formatted === source) return [];
  const [start, end, text] = difference(source, formatted);
  return [{ range: rangeOf(analysis, { file: analysis.file, start, end }), newText: decode(text) }];
}

/** What is left of two texts without the lines that both begin and end with. */
function difference(from: string, to: string): [start: number, end: number, text: string] {
  let start = 0;
  for (let i = 0; i < from.length && from[i] === to[i]; i++) if (from[i] === '\n') start = i + 1;
  let tail = 0;
  const most = Math.min(from.length, to.length) - start;
  for (let i = 1; i <= most && from.at(-i) === to.at(-i); i++) if (from.at(-i - 1) === '\n') tail = i;
  return [start, from.length - tail, to.substring(start, to.length - tail)];
}
