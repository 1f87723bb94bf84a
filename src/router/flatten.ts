import type { Router } from './router.ts';

/** Text that Click reads back to the same router: requirements, declarations, connections, one a line. */
export function flatten(router: Router): string {
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
