import type { ArgumentSpec, ElementSpec, HandlerSpec } from '../catalog/index.ts';

/** The manual page of an element class. */
export function manualOf(spec: ElementSpec, availability: string | undefined): string {
  const head = [
    `${spec.class}${spec.title ? ` - ${spec.title}` : ''}`,
    '',
    `  ports ${spec.ports}, processing ${spec.processing}, flow ${spec.flow}`,
    `  exists in ${availability ?? 'no build'}`,
  ];
  return [
    ...head,
    ...section('Arguments', (spec.arguments ?? []).map(argumentRow)),
    ...section('Handlers', (spec.handlers ?? []).map(handlerRow)),
    ...(spec.manual ? ['', ...wrap(spec.manual)] : []),
    '',
  ].join('\n');
}

type Row = [name: string, text: string];

function argumentRow(argument: ArgumentSpec): Row {
  const facts = [
    argument.position === undefined ? 'keyword' : `position ${argument.position}`,
    argument.type,
    ...(argument.mandatory ? ['mandatory'] : []),
    ...(argument.default === undefined ? [] : [`default ${argument.default}`]),
    ...(argument.rest ? ['all that follow'] : []),
  ];
  return [argument.name, `${facts.join(', ')}${argument.help ? `: ${argument.help}` : ''}`];
}

function handlerRow(handler: HandlerSpec): Row {
  return [handler.name, `${handler.access ?? ''}${handler.help ? `: ${handler.help}` : ''}`];
}

function section(title: string, rows: Row[]): string[] {
  if (rows.length === 0) return [];
  const width = Math.max(...rows.map(([name]) => name.length));
  return ['', `  ${title}`, ...rows.map(([name, text]) => `    ${name.padEnd(width)}  ${text}`)];
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const paragraph of text.trim().split(/\n\s*\n/)) {
    if (lines.length > 0) lines.push('');
    lines.push(...wrapParagraph(paragraph.split(/\s+/)));
  }
  return lines;
}

const WIDTH = 90;

function wrapParagraph(words: string[]): string[] {
  const lines: string[] = [];
  let line = ' ';
  for (const word of words) {
    if (line.length + 1 + word.length > WIDTH && line !== ' ') {
      lines.push(line);
      line = ' ';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
