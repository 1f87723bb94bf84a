import type { GroupNode } from '../click-config-parser/index.ts';
import type { Item, Ports } from './connect.ts';
import type { Context } from './context.ts';
import { checkPseudoElement } from './pseudo-elements.ts';
import { elaborateStatements } from './statements.ts';
import { addGroupTunnels } from './tunnels.ts';

/**
 * Elaborates `( ... )`: its elements go into the scope around it, and between two tunnels of its own. An item
 * without ports gets all that the group uses.
 */
export function elaborateGroup(context: Context, group: GroupNode, item: Item): void {
  const { scope } = context;
  const span = context.span(group.start, group.start + 1);
  const { element, input, output } = addGroupTunnels(context, scope.provisionalName(''), span);
  const before = [scope.index.get('input'), scope.index.get('output')];
  scope.index.set('input', input);
  scope.index.set('output', output);
  const firstConnection = scope.connectionSpans.length;
  elaborateStatements(context, group.statements);
  const end = context.span(Math.max(group.end - 1, group.start), group.end);
  const ninputs = checkPseudoElement(context, input, false, '<anonymous group>', end, firstConnection);
  const noutputs = checkPseudoElement(context, output, true, '<anonymous group>', end, firstConnection);
  restore(scope.index, 'input', before[0]);
  restore(scope.index, 'output', before[1]);
  item.element = element;
  item.inputs ??= firstPorts(ninputs);
  item.outputs ??= firstPorts(noutputs);
}

function firstPorts(count: number): Ports | undefined {
  if (count === 0) return undefined;
  return { numbers: Array.from({ length: count }, (_, port) => port), open: false };
}

function restore(index: Map<string, number>, name: string, before: number | undefined): void {
  if (before === undefined) index.delete(name);
  else index.set(name, before);
}
