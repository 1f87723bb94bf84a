import { checkArguments } from '../../../src/catalog/index.ts';
import type { Diagnostic } from '../../../src/click-config-parser/index.ts';
import type { Router } from '../../../src/router/router.ts';

export interface Checked {
  diagnostics: Diagnostic[];
  /** The decision program; undefined when something is wrong. */
  program: Uint8Array | undefined;
  /** The source that each diagnostic points at. */
  marked: string[];
}

/** Checks `className(config)` with that many outputs in use, beside further elements. */
export function check(
  className: string,
  config: string,
  outputs: number,
  others: [string, string][] = [],
): Checked {
  const source = `${className}(${config})`;
  const at = (start: number, end: number) => ({ file: 'test.click', start, end });
  const span = at(0, className.length);
  const router: Router = {
    elements: [
      { name: 'x', className, config, span, configSpan: at(className.length + 1, source.length - 1) },
      ...others.map(([name, text], index) => ({ name: `o${index}`, className: name, config: text, span })),
    ],
    connections: Array.from({ length: outputs }, (_, fromPort) => ({
      from: 0,
      fromPort,
      to: 0,
      toPort: 0,
      span,
    })),
    requirements: [],
    sources: new Map([['test.click', source]]),
  };
  const { diagnostics, values } = checkArguments(router, 'click');
  const [program] = values[0]?.values() ?? [];
  const marked = diagnostics.map((diagnostic) =>
    source.substring(diagnostic.span!.start, diagnostic.span!.end),
  );
  return { diagnostics, program: program as Uint8Array | undefined, marked };
}
