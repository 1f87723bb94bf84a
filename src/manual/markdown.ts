import type { ArgumentSpec, ElementManual } from '../catalog/index.ts';
import {
  argumentFacts,
  handlerFacts,
  handlerName,
  LIVE,
  portsInWords,
  processingInWords,
  usage,
} from './facts.ts';

/** The manual page of an element class as editors show it. */
export function manualMarkdown(spec: ElementManual, availability: string | undefined): string {
  const { class: name, title, ports, processing } = spec;
  return [
    `**${name}**${title ? ` — ${title}` : ''}`,
    `\`\`\`click\n${usage(spec) ?? `${name}(…)`}\n\`\`\``,
    ...(spec.manual ? [spec.manual.trim()] : []),
    `Ports \`${ports}\`: ${portsInWords(ports)}. Processing \`${processing}\`: ${processingInWords(processing)}.`,
    ...list('Arguments', (spec.arguments ?? []).map(argumentMarkdown)),
    ...list(
      'Handlers',
      (spec.handlers ?? []).map(
        (each) => `\`${handlerName(each)}\` — ${told(handlerFacts(each), each.help)}`,
      ),
    ),
    ...(spec.live ? [`${LIVE}.`] : []),
    `_Exists in ${availability ?? 'no build'}._`,
  ].join('\n\n');
}

export function argumentMarkdown(argument: ArgumentSpec): string {
  return `\`${argument.name.replace(/\*$/, '')}\` — ${told(argumentFacts(argument), argument.help)}`;
}

function told(facts: string, help: string | undefined): string {
  return [facts, help].filter(Boolean).join(': ');
}

function list(title: string, entries: string[]): string[] {
  return entries.length === 0 ? [] : [`**${title}**\n\n${entries.map((entry) => `- ${entry}`).join('\n')}`];
}
