import type { ElementManual } from '../catalog/index.ts';
import {
  argumentFacts,
  handlerFacts,
  handlerName,
  LIVE,
  portsInWords,
  processingInWords,
  usage,
} from './facts.ts';
import { wrap } from './wrap.ts';

/** The manual page of an element class for a terminal. `availability` says in which builds it exists. */
export function manualText(spec: ElementManual, availability: string | undefined): string {
  const { class: name, title, ports, processing, flow } = spec;
  return [
    `${name}${title ? ` - ${title}` : ''}`,
    '',
    ...section('', [
      ['usage', usage(spec) ?? `${name}(…), its arguments are not described`],
      ['ports', `${ports}: ${portsInWords(ports)}`],
      ['processing', `${processing}: ${processingInWords(processing)}`],
      ['flow', flow],
      ['group', spec.group],
      ['exists in', availability ?? 'no build'],
    ]),
    ...section(
      'Arguments',
      (spec.arguments ?? []).map((each) => [
        each.name.replace(/\*$/, ''),
        told(argumentFacts(each), each.help),
      ]),
    ),
    ...section(
      'Handlers (and class, config, handlers, name, ports, as every element)',
      (spec.handlers ?? []).map((each) => [handlerName(each), told(handlerFacts(each), each.help)]),
    ),
    ...(spec.live ? ['', `  ${LIVE}`] : []),
    ...(spec.manual ? ['', ...wrap(spec.manual, '  ')] : []),
    '',
  ].join('\n');
}

function told(facts: string, help: string | undefined): string {
  return [facts, help].filter(Boolean).join(': ');
}

function section(title: string, rows: [name: string, text: string][]): string[] {
  if (rows.length === 0) return [];
  const width = Math.max(...rows.map(([name]) => name.length));
  const indent = title ? '    ' : '  ';
  const lines = rows.map(([name, text]) => `${indent}${name.padEnd(width)}  ${text}`);
  return title ? ['', `  ${title}`, ...lines] : lines;
}
