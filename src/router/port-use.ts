import type { Diagnostic, Note } from '../click-config-parser/index.ts';
import { PULL, PUSH } from './class-ports.ts';
import { orderByPort } from './order.ts';
import type { PortCounts } from './port-counts.ts';
import type { Router } from './router.ts';

type Report = (diagnostic: Diagnostic) => void;

/** Connections that one note each is made for when a port has too many. */
const MAX_NOTES = 5;

/** Reports push outputs and pull inputs with several connections, and ports with none. */
export function checkPortUse(router: Router, counts: PortCounts, kinds: Uint8Array, report: Report): void {
  checkSide(router, counts, kinds, true, report);
  checkSide(router, counts, kinds, false, report);
}

function checkSide(
  router: Router,
  counts: PortCounts,
  kinds: Uint8Array,
  isInput: boolean,
  report: Report,
): void {
  const { elements, connections } = router;
  const owners = new Int32Array(connections.length);
  const ports = new Int32Array(connections.length);
  for (let c = 0; c < connections.length; c++) {
    const connection = connections[c]!;
    owners[c] = isInput ? connection.to : connection.from;
    ports[c] = isInput ? connection.toPort : connection.fromPort;
  }
  const { order, start } = orderByPort(elements.length, owners, ports);
  const offset = isInput ? counts.inputStart : counts.outputStart;
  const first = isInput ? 0 : counts.inputStart[elements.length]!;
  const single = isInput ? PULL : PUSH;
  const isOutside = (e: number) =>
    start[e]! < start[e + 1]! && ports[order[start[e + 1]! - 1]!]! >= offset[e + 1]! - offset[e]!;
  for (let e = 0; e < elements.length; e++) {
    const count = offset[e + 1]! - offset[e]!;
    let expected = 0;
    for (let i = start[e]!; i < start[e + 1]!; ) {
      const port = ports[order[i]!]!;
      if (port >= count) break;
      let end = i + 1;
      while (end < start[e + 1]! && ports[order[end]!] === port) end++;
      if (port > expected) reportUnused(router, e, isInput, expected, port - 1, report);
      if (end - i > 1 && kinds[first + offset[e]! + port] === single) {
        reportReuse(router, e, isInput, port, order.subarray(i, end), report);
      }
      expected = port + 1;
      i = end;
    }
    // A connection to a port that does not exist was meant for one that does.
    if (expected < count && !isOutside(e)) reportUnused(router, e, isInput, expected, count - 1, report);
  }
}

function reportUnused(
  router: Router,
  e: number,
  isInput: boolean,
  from: number,
  to: number,
  report: Report,
): void {
  const { name, className, span } = router.elements[e]!;
  const side = isInput ? 'input' : 'output';
  const ports = from === to ? `${side} ${from}` : `${side}s ${from} to ${to}`;
  const hint = isInput
    ? 'connect Idle to it if nothing is to come in'
    : (missingArrow(router, e) ?? 'connect it to Discard if nothing is to go out');
  report({
    code: 'CF3004',
    severity: 'error',
    message: `'${name} :: ${className}' ${ports} unused`,
    span,
    hint,
  });
}

/** An element that another one follows with nothing between them. */
const FOLLOWED =
  /^(?:[ \t]*::[ \t]*[A-Za-z0-9_@/]+)?[ \t]+(?!elementclass|define|require)([A-Za-z_@][A-Za-z0-9_@/]*)/;

function missingArrow({ elements, sources }: Router, e: number): string | undefined {
  const { span, configSpan } = elements[e]!;
  const end = configSpan === undefined ? span.end : configSpan.end + 1;
  const next = FOLLOWED.exec(sources.get(span.file)?.substring(end, end + 200) ?? '')?.[1];
  return next && `is '->' missing before '${next}'?`;
}

function reportReuse(
  router: Router,
  e: number,
  isInput: boolean,
  port: number,
  used: Int32Array,
  report: Report,
): void {
  const { name, className, span } = router.elements[e]!;
  const kind = isInput ? 'pull input' : 'push output';
  const notes = [...used.subarray(0, MAX_NOTES)].map(
    (c, i): Note => ({
      message: i === 0 ? 'first used here' : 'and here',
      span: router.connections[c]!.span,
    }),
  );
  if (used.length > MAX_NOTES) notes.push({ message: `and ${used.length - MAX_NOTES} more times` });
  const hint = isInput
    ? 'a scheduler such as RoundRobinSched joins several pull inputs'
    : 'a Tee sends packets to several outputs';
  const message = `illegal reuse of '${name} :: ${className}' ${kind} ${port}`;
  report({ code: 'CF3003', severity: 'error', message, span, notes, hint });
}
