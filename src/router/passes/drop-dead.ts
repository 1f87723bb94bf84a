import type { Span } from '../../click-config-parser/index.ts';
import type { Router } from '../router.ts';
import type { Change, PassResult } from './change.ts';
import { Draft } from './draft.ts';
import { findLiveness, type Liveness } from './liveness.ts';
import type { Ways } from './ways.ts';

/**
 * Takes out the elements that no packet reaches or that lead packets nowhere. Ports of the others that lose their
 * last connection get one to an Idle, the same for all. Elements without connections stay, and so do those that
 * a live element names.
 */
export function dropDead(ways: Ways): PassResult {
  const { router } = ways;
  const liveness = findLiveness(ways);
  const { isLive } = liveness;
  const reasons = reasonsToGo(router, liveness);
  const draft = new Draft(router);
  const changes: Change[] = [];
  const idle = router.elements.findIndex(({ className }, i) => className === 'Idle' && !isLive[i]);
  router.elements.forEach((element, i) => {
    if (isLive[i] || i === idle) return;
    changes.push({ kind: 'removed', element, reason: reasons(i) });
    draft.remove(i);
  });
  if (idle >= 0) draft.isolate(idle);
  for (const port of lostPorts(router, isLive)) {
    const at = port.side === 'output' ? draft.dropFrom(port) : draft.feedNothing(port);
    if (port.wasIdle) continue;
    const reason = `${port.side} ${port.port} is connected to ${draft.elements[at]!.name}`;
    changes.push({ kind: 'changed', element: router.elements[port.element]!, reason });
  }
  if (idle >= 0 && draft.isLoose(idle)) {
    changes.push({ kind: 'removed', element: router.elements[idle]!, reason: 'nothing is connected to it' });
    draft.remove(idle);
  }
  return { router: draft.finish(), changes };
}

function reasonsToGo(router: Router, { isReached, leadsOn }: Liveness): (element: number) => string {
  const reached = new Set<number>();
  const leading = new Set<number>();
  router.connections.forEach(({ from, to }, c) => {
    if (isReached[c]) reached.add(from).add(to);
    if (leadsOn[c]) leading.add(from).add(to);
  });
  return (i) => {
    if (router.elements[i]!.className === 'Idle') return 'one Idle does for all';
    if (!reached.has(i)) return 'no packet reaches it';
    return leading.has(i) ? 'what reaches it does not get further' : 'it leads nowhere';
  };
}

/** A port of a live element, but for an Idle, that had connections and keeps none; `span` is of the last one. */
interface LostPort {
  element: number;
  side: 'input' | 'output';
  port: number;
  span: Span;
  wasIdle: boolean;
}

function lostPorts({ elements, connections }: Router, isLive: Uint8Array): LostPort[] {
  const lost = new Map<string, LostPort>();
  const kept = new Set<string>();
  const note = (element: number, side: 'input' | 'output', port: number, other: number, span: Span) => {
    if (!isLive[element] || elements[element]!.className === 'Idle') return;
    const key = `${element} ${side} ${port}`;
    const wasIdle = elements[other]!.className === 'Idle';
    if (isLive[other]) kept.add(key);
    else lost.set(key, { element, side, port, span, wasIdle });
  };
  for (const { from, fromPort, to, toPort, span } of connections) {
    note(from, 'output', fromPort, to, span);
    note(to, 'input', toPort, from, span);
  }
  const loose = [...lost].filter(([key]) => !kept.has(key)).map(([, port]) => port);
  return loose.sort((a, b) => a.element - b.element || a.side.localeCompare(b.side) || a.port - b.port);
}
