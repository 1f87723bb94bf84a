import { afterAngle, afterComment, afterQuoted, isAngle, isComment } from '../click-config-parser/scan.ts';
import type { Connection, Router, RouterElement } from './router.ts';

/** What the text is made of. */
export interface FlatRouter {
  elements: readonly Pick<RouterElement, 'name' | 'className' | 'config'>[];
  connections: readonly Omit<Connection, 'span'>[];
  requirements: Router['requirements'];
}

/** Text that Click reads back to the same router: requirements, declarations, connections, one a line. */
export function flatten(router: FlatRouter): string {
  const { elements, connections, requirements } = router;
  const lines = requirements.map((requirement) => `require(${requirement});`);
  for (const { name, className, config } of elements) {
    lines.push(
      config === '' ? `${name} :: ${className};` : `${name} :: ${className}(${withoutDirectives(config)});`,
    );
  }
  for (const { from, fromPort, to, toPort } of connections) {
    const output = fromPort === 0 ? '' : ` [${fromPort}]`;
    const input = toPort === 0 ? '' : `[${toPort}] `;
    lines.push(`${elements[from]!.name}${output} -> ${input}${elements[to]!.name};`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** A variable may have put a `#` at the beginning of a line, where it would be read as a directive: a blank prevents it. */
function withoutDirectives(config: string): string {
  if (!config.includes('\n#') && !config.includes('\r#')) return config;
  let text = '';
  for (let pos = 0; pos < config.length; ) {
    const end = afterUnit(config, pos);
    if (config[pos] === '#' && /[\r\n]/.test(config[pos - 1] ?? '')) text += ' ';
    text += config.substring(pos, end);
    pos = end;
  }
  return text;
}

function afterUnit(text: string, pos: number): number {
  if (text[pos] === '"' || text[pos] === "'") return afterQuoted(text, pos);
  if (isComment(text, pos)) return afterComment(text, pos);
  return isAngle(text, pos) ? afterAngle(text, pos) : pos + 1;
}
