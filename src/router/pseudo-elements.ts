import type { Span } from '../click-config-parser/diagnostic.ts';
import type { Context } from './context.ts';

/**
 * Checks `input` or `output` of a compound or group: used in its own direction alone, and without gaps. Returns
 * the number of its ports. `firstConnection` is the first that can have to do with it.
 */
export function checkPseudoElement(
  context: Context,
  element: number,
  isOutput: boolean,
  owner: string,
  span: Span,
  firstConnection: number,
): number {
  const { scope } = context;
  const count = (isOutput ? scope.inputsUsed : scope.outputsUsed).values[element]!;
  const wrong = (isOutput ? scope.outputsUsed : scope.inputsUsed).values[element]!;
  const name = isOutput ? 'output' : 'input';
  const other = isOutput ? 'input' : 'output';
  if (wrong > 0) {
    const notes = [
      { message: 'used here', span: findUse(context, element, !isOutput, firstConnection) ?? span },
    ];
    const message = `'${owner}' pseudoelement '${name}' may only be used as ${other}`;
    context.error('CF2011', message, span, { notes });
  }
  if (count > 0) reportGaps(context, element, isOutput, owner, span, firstConnection, count);
  return count;
}

function reportGaps(
  context: Context,
  element: number,
  isOutput: boolean,
  owner: string,
  span: Span,
  firstConnection: number,
  count: number,
): void {
  const { connections } = context.scope;
  const used: number[] = [];
  const side = isOutput ? 2 : 0;
  for (let i = firstConnection * 4; i < connections.length; i += 4) {
    if (connections.values[i + side] === element) used.push(connections.values[i + side + 1]!);
  }
  let due = 0;
  for (const port of [...used.sort((a, b) => a - b), count]) {
    const ports = port - due === 1 ? `${due}` : `${due}-${port - 1}`;
    if (port > due)
      context.error('CF2012', `'${owner}' ${isOutput ? 'output' : 'input'} ${ports} missing`, span);
    due = port + 1;
  }
}

function findUse(context: Context, element: number, isTarget: boolean, first: number): Span | undefined {
  const { connections, connectionSpans } = context.scope;
  const side = isTarget ? 2 : 0;
  for (let i = first * 4; i < connections.length; i += 4) {
    if (connections.values[i + side] === element) return connectionSpans[i / 4];
  }
  return undefined;
}
