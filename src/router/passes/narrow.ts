import { splitArguments } from '../../click-config-parser/index.ts';
import type { Connection, Router } from '../router.ts';
import type { Change, PassResult } from './change.ts';
import { Draft } from './draft.ts';

/** Schedulers whose arguments say nothing of single inputs. */
const PLAIN_SCHEDULERS = new Set([
  'RoundRobinSched',
  'PrioSched',
  'SimpleRoundRobinSched',
  'SimplePrioSched',
]);

/**
 * Takes from Tees the outputs that lead to an Idle, and from schedulers the inputs that come from one; the ports
 * above move down. One port stays in any case. `pinned` elements stay as they are.
 */
export function narrow(router: Router, pinned: ReadonlySet<number>): PassResult {
  const draft = new Draft(router);
  const changes: Change[] = [];
  router.elements.forEach((element, i) => {
    if (pinned.has(i)) return;
    const removed = narrowTee(draft, i) ?? narrowScheduler(draft, i) ?? [];
    if (removed.length === 0) return;
    const { side, why } = element.className.endsWith('Tee')
      ? { side: 'output', why: 'led nowhere' }
      : { side: 'input', why: 'gave nothing' };
    const reason = `its ${side}${removed.length > 1 ? 's' : ''} ${removed.join(', ')} ${why}`;
    changes.push({ kind: 'changed', element, reason });
  });
  return { router: draft.finish(), changes };
}

/** The numbers of the outputs that went; undefined when element `i` is no Tee. */
function narrowTee(draft: Draft, i: number): number[] | undefined {
  const element = draft.elements[i];
  const { className } = element!;
  if (className !== 'Tee' && className !== 'PullTee') return undefined;
  const links = [...draft.outs[i]!];
  // What leaves a PullTee at output 0 is pulled there: without it there would be no packets at all.
  const isIdle = ({ fromPort, to }: Connection) => draft.isIdle(to) && (className === 'Tee' || fromPort > 0);
  const removed = removable(links, 'fromPort', isIdle);
  if (removed.length === 0) return removed;
  renumber(draft, links, 'fromPort', removed);
  const count = new Set(links.map(({ fromPort }) => fromPort)).size - removed.length;
  if (element!.config !== '') draft.elements[i] = { ...element!, config: String(count) };
  return removed;
}

function narrowScheduler(draft: Draft, i: number): number[] | undefined {
  const element = draft.elements[i]!;
  const isStride = element.className === 'StrideSched';
  if (!isStride && !PLAIN_SCHEDULERS.has(element.className)) return undefined;
  const links = [...draft.ins[i]!];
  const tickets = splitArguments(element.config).map(({ text }) => text);
  if (isStride && tickets.length !== new Set(links.map(({ toPort }) => toPort)).size) return undefined;
  const removed = removable(links, 'toPort', ({ from }) => draft.isIdle(from));
  if (removed.length === 0) return removed;
  renumber(draft, links, 'toPort', removed);
  const gone = new Set(removed);
  const config = tickets.filter((_, port) => !gone.has(port)).join(', ');
  if (isStride) draft.elements[i] = { ...element, config };
  return removed;
}

/** The ports that only have connections to an Idle, but for the last one if that would be all. */
function removable(
  links: Connection[],
  end: 'fromPort' | 'toPort',
  isIdle: (c: Connection) => boolean,
): number[] {
  const ports = [...new Set(links.map((link) => link[end]))].sort((a, b) => a - b);
  const needed = new Set(links.filter((link) => !isIdle(link)).map((link) => link[end]));
  return needed.size === 0 ? [] : ports.filter((port) => !needed.has(port));
}

function renumber(draft: Draft, links: Connection[], end: 'fromPort' | 'toPort', removed: number[]): void {
  const gone = new Set(removed);
  const left = [...new Set(links.map((link) => link[end]))].filter((port) => !gone.has(port));
  const numbers = new Map(left.sort((a, b) => a - b).map((port, number) => [port, number]));
  for (const link of links) {
    if (gone.has(link[end])) draft.disconnect(link);
    else draft.redirect(link, { [end]: numbers.get(link[end])! });
  }
}
