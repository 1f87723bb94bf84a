import { BYTES_DEFINITION, ConfigTexts } from './config-text.ts';
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
  const lines: string[] = [];
  const texts = new ConfigTexts();
  for (const { name, className, config } of elements) {
    lines.push(
      config === '' ? `${name} :: ${className};` : `${name} :: ${className}(${texts.write(config)});`,
    );
  }
  for (const { from, fromPort, to, toPort } of connections) {
    const output = fromPort === 0 ? '' : ` [${fromPort}]`;
    const input = toPort === 0 ? '' : `[${toPort}] `;
    lines.push(`${elements[from]!.name}${output} -> ${input}${elements[to]!.name};`);
  }
  const before = requirements.map((requirement) => `require(${requirement});`);
  if (texts.needsBytes) before.push(BYTES_DEFINITION);
  return [...before, ...lines].map((line) => `${line}\n`).join('');
}
