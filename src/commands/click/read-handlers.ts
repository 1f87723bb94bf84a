import type { Plan } from '../../plan/index.ts';
import { type CallResult, findElement, type HandlerName, type Handlers } from '../../simulator/handlers.ts';

/** What reading handlers comes to: text for standard output, and whether all went well. */
export interface HandlerReport {
  output: string;
  errors: string;
}

/**
 * Reads handlers as `-h` does: `element.handler`, `pattern.handler`, `Class.handler`, or a handler of the router, of
 * which `known` has some.
 */
export function readHandlers(
  plan: Plan,
  handlers: Handlers,
  requests: readonly string[],
  known: ReadonlyMap<string, string>,
): HandlerReport {
  const report: HandlerReport = { output: '', errors: '' };
  for (const request of requests) {
    const { names, several, problem } = expand(plan, handlers, request);
    if (problem !== undefined) report.errors += `${problem}\n`;
    for (const name of names) {
      const value = name.element === undefined ? known.get(name.handler) : undefined;
      const result = value === undefined ? handlers.read(name) : { status: 'done' as const, text: value };
      addResult(name, result, several || requests.length > 1, report);
    }
  }
  return report;
}

function addResult(
  name: HandlerName,
  { status, text }: CallResult,
  named: boolean,
  report: HandlerReport,
): void {
  if (status === 'no-handler') report.errors += `no '${name.full}' handler\n`;
  else if (status === 'wrong-access') report.errors += `'${name.full}' is a write handler\n`;
  else {
    const end = text === '' || text.endsWith('\n') ? '' : '\n';
    report.output += named ? `${name.full}:\n${text}${end}\n` : `${text}${end}`;
  }
}

interface Expansion {
  names: HandlerName[];
  /** More than one element could have been meant. */
  several: boolean;
  problem?: string;
}

const PATTERN = /[?*[]/;

function expand(plan: Plan, handlers: Handlers, request: string): Expansion {
  const dot = request.indexOf('.');
  if (dot < 0) return { names: [{ element: undefined, handler: request, full: request }], several: false };
  const [wanted, handler] = [request.substring(0, dot), request.substring(dot + 1)];
  const nameOf = (element: number): HandlerName => {
    return { element, handler, full: `${plan.elements[element]!.name}.${handler}` };
  };
  const single = /^\d/.test(wanted) ? undefined : findElement(plan, wanted);
  if (single !== undefined) return { names: [nameOf(single)], several: false };
  const matches = PATTERN.test(wanted)
    ? matcher(wanted)
    : (_name: string, className: string) => className === wanted;
  const found = plan.elements.flatMap(({ name, className }, i) => (matches(name, className) ? [i] : []));
  if (found.length === 0) {
    const problem = PATTERN.test(wanted) ? `no element matching '${wanted}'` : `no element '${wanted}'`;
    return { names: [], several: false, problem };
  }
  const readable = found.map(nameOf).filter((name) => isReadable(handlers, name));
  return { names: readable, several: true };
}

/** Among several elements, those without the handler are passed over. */
function isReadable(handlers: Handlers, name: HandlerName): boolean {
  const list = handlers.read({ ...name, handler: 'handlers' }).text;
  return list.split('\n').some((line) => {
    const [handler, access = ''] = line.split('\t');
    return handler === name.handler && access.includes('r');
  });
}

/** `*` any text, `?` any character, `[...]` one of these. */
function matcher(pattern: string): (name: string) => boolean {
  const source = pattern.replace(/\[\^?\]?[^\]]*\]|[\s\S]/g, (part) => {
    if (part === '*') return '[\\s\\S]*';
    if (part === '?') return '[\\s\\S]';
    return part.length > 1 ? part.replace(/\\/g, '\\\\') : part.replace(/[.+^${}()|[\]\\/]/g, '\\$&');
  });
  const expression = new RegExp(`^${source}$`);
  return (name) => expression.test(name);
}
