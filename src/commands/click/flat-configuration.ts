import type { Router } from '../../router/index.ts';

type Link = Router['connections'][number];

/** The flat configuration as Click prints it: declarations, then connections in chains as long as can be. */
export function flatConfiguration({ elements, connections, requirements }: Router): string {
  const required = requirements.length > 0 ? `require(${requirements.join(', ')});\n\n` : '';
  const declared = elements.map(({ name, className, config }) => {
    return `${name} :: ${className}${config === '' ? '' : `(${config})`};\n`;
  });
  const blank = elements.length > 0 ? '\n' : '';
  return `${required}${declared.join('')}${blank}${chains(elements, connections).join('')}`;
}

function chains(elements: Router['elements'], connections: readonly Link[]): string[] {
  const links = [...connections].sort(
    (a, b) => a.to - b.to || a.toPort - b.toPort || a.from - b.from || a.fromPort - b.fromPort,
  );
  const next = links.map((link) => follower(links, link));
  const followers = new Set(next);
  const unused = new Set(links);
  const printed: string[] = [];
  const print = (start: Link) => {
    const steps: string[] = [];
    for (let link: Link | undefined = start; link && unused.delete(link); link = next[links.indexOf(link)])
      steps.push(`${link.toPort === 0 ? '' : `[${link.toPort}] `}${elements[link.to]!.name}`);
    const output = start.fromPort === 0 ? '' : ` [${start.fromPort}]`;
    printed.push(`${elements[start.from]!.name}${output} -> ${steps.join('\n    -> ')};\n`);
  };
  for (const link of links) if (unused.has(link) && !followers.has(link)) print(link);
  // What is left goes in circles.
  for (const link of links) if (unused.has(link)) print(link);
  return printed;
}

/** The connection that a chain goes on with: from where this one ends, to port 0 if there is such a one. */
function follower(links: readonly Link[], link: Link): Link | undefined {
  if (link.toPort !== 0) return undefined;
  const candidates = links.filter(
    (other) => other !== link && other.from === link.to && other.fromPort === link.toPort,
  );
  return candidates.find((other) => other.toPort === 0) ?? candidates.at(-1);
}
