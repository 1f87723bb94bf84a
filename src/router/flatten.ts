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
    lines.push(config === '' ? `${name} :: ${className};` : `${name} :: ${className}(${config});`);
  }
  for (const { from, fromPort, to, toPort } of connections) {
    const output = fromPort === 0 ? '' : ` [${fromPort}]`;
    const input = toPort === 0 ? '' : `[${toPort}] `;
    lines.push(`${elements[from]!.name}${output} -> ${input}${elements[to]!.name};`);
  }
  return lines.map((line) => `${line}\n`).join('');
}
