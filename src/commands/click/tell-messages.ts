import type { ArgumentValues } from '../../catalog/index.ts';
import type { Diagnostic, Severity } from '../../click-config-parser/index.ts';
import type { RouterElement } from '../../router/index.ts';

const SEVERITIES: readonly Severity[] = ['note', 'warning', 'error'];

/** The type of a Message that has been told; see `elements/standard/Message.c`. */
const TOLD = 3;

/** What Message elements say, which Click does while it configures them, and values with which they do not say it again. */
export function tellMessages(
  elements: readonly RouterElement[],
  values: readonly (ArgumentValues | undefined)[],
): { said: Diagnostic[]; values: (ArgumentValues | undefined)[] } {
  const said: Diagnostic[] = [];
  const rest = values.map((each, index) => {
    const { name, className, span } = elements[index]!;
    if (className !== 'Message' || each === undefined) return each;
    const message = Buffer.from(each.get('MESSAGE') as Uint8Array).toString('latin1');
    const severity = SEVERITIES[each.get('TYPE') as number]!;
    said.push({
      code: 'CF4008',
      severity,
      message,
      span,
      notes: [{ message: `in ${name} :: ${className}` }],
    });
    return new Map([...each, ['TYPE', TOLD]]);
  });
  return { said, values: rest };
}
