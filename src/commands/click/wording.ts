import type { Diagnostic } from '../../click-config-parser/index.ts';

/** Where our wording of a finding is not Click's: what Click says, line by line. */
const WORDINGS: readonly (readonly [RegExp, (...found: string[]) => string[]])[] = [
  [/^'(.*)' is no instruction$/, (word) => [`syntax error at '${word}'`]],
  [/^there is no label '(.*)'$/, (label) => [`no such label '${label}'`]],
  [/^many-to-many connections require '=>'$/, () => ["syntax error: many-to-many connections require '=>'"]],
  [
    /^at most one port list of a connection may be open$/,
    () => ['at most one expandable port allowed per connection'],
  ],
  [/^expected a port number$/, () => ['syntax error: expected port number']],
  [/^the port number .* is not an integer$/, () => ['syntax error: port number should be integer']],
  [/^expected ',' or '\]'$/, () => ["syntax error: expected ','"]],
  [/^an element class is missing after '::'$/, () => ['missing element type in declaration']],
  [/^expected a variable$/, () => ['expected variable']],
  [/^expected the name of an element class$/, () => ['expected element type name']],
  [/^unknown preprocessor directive/, () => ['unknown preprocessor directive']],
  [/^bad 'define' declaration: .* is not a variable$/, () => ["bad 'define' declaration: not a variable"]],
  [/^(library '.*' not found)$/, (found) => [`${found} in CLICKPATH/conf`]],
  [/^\d+ patterns? for (\d+) outputs?; /, (outputs) => [`need ${outputs} arguments, one per output port`]],
  [/^(syntax error near ')\$(\w+')$/, (before, name) => [`${before}${name}`]],
  [
    /^compound element parameters out of order$/,
    (found) => [found, "(The correct order is '[positional], [keywords], [__REST__]'.)"],
  ],
  [/^(input spec \d+: )?'.*' is no ((?:source|destination) (?:address|port))$/, badInPattern],
  [/^(input spec \d+: )there is no output .*$/, (spec) => [`${spec}output port out of range`]],
  [/^('.*' (?:input|output))s (\d+) to (\d+) (unused|missing)$/, portByPort],
];

function badInPattern(spec: string | undefined, what: string): string[] {
  return [`${spec ?? ''}bad ${what}`];
}

function portByPort(before: string, first: string, last: string, what: string): string[] {
  const ports = Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i);
  return ports.map((port) => `${before} ${port} ${what}`);
}

/** The lines that Click prints for a finding, without the place. */
export function clickLines({ code, message, notes = [] }: Diagnostic): string[] {
  if (code === 'CF2017') {
    const candidates = notes.flatMap((note) => /^candidate: (.*)$/.exec(note.message)?.[1] ?? []);
    return [message, 'candidates are:', ...candidates.map((candidate) => `  ${candidate}`)];
  }
  for (const [pattern, lines] of WORDINGS) {
    const found = pattern.exec(message);
    if (found) return lines(...(found.length > 1 ? found.slice(1) : found));
  }
  return message.split('\n');
}
