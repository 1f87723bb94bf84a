import type { Router } from '../router/router.ts';

/** Offset and size in bytes. */
export interface Range {
  offset: number;
  size: number;
}

/** The flat configuration as text, and where each element's name and configuration string stand in it. */
export interface FlatText {
  text: string;
  names: Range[];
  configs: Range[];
}

/** Writes what Click reads back to the same router, one statement a line. */
export function writeText({ elements, connections, requirements }: Router): FlatText {
  const parts = requirements.map((requirement) => `require(${requirement});\n`);
  let offset = parts.reduce((sum, part) => sum + part.length, 0);
  const names: Range[] = [];
  const configs: Range[] = [];
  for (const { name, className, config } of elements) {
    const head = `${name} :: ${className}`;
    names.push({ offset, size: name.length });
    configs.push({ offset: offset + head.length + (config === '' ? 0 : 1), size: config.length });
    const line = config === '' ? `${head};\n` : `${head}(${config});\n`;
    parts.push(line);
    offset += line.length;
  }
  for (const { from, fromPort, to, toPort } of connections) {
    const output = fromPort === 0 ? '' : ` [${fromPort}]`;
    const input = toPort === 0 ? '' : `[${toPort}] `;
    parts.push(`${elements[from]!.name}${output} -> ${input}${elements[to]!.name};\n`);
  }
  return { text: parts.join(''), names, configs };
}
