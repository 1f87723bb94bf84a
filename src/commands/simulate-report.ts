import type { Diagnostic } from '../click-config-parser/diagnostic.ts';
import type { ElementCount } from '../simulator/counts.ts';
import type { SimulationResult } from '../simulator/simulate.ts';
import type { EndReason } from '../simulator/simulation.ts';
import { EXIT } from './exit-code.ts';
import type { Outcome } from './outcome.ts';
import type { Captures, Compared } from './simulate-captures.ts';
import { describeDifference, differenceFinding } from './simulate-difference.ts';
import type { Simulated } from './simulated.ts';
import { table } from './table.ts';
import { asText, count, seconds } from './words.ts';

const REASONS: Readonly<Record<EndReason, string>> = {
  stopped: 'an element stopped it',
  idle: 'nothing was left to do',
  drained: 'no packet moved any more',
  until: 'its time was over',
  interrupted: 'it was interrupted',
};

/** What a run comes to, for people and for machines. */
export function report(
  result: SimulationResult,
  captures: Captures,
  compared: readonly Compared[],
  loaded: Simulated,
): Outcome {
  const diagnostics: Diagnostic[] = [...loaded.diagnostics, ...tooLong(result)];
  for (const each of compared)
    if (each.difference) diagnostics.push(differenceFinding(each, each.difference));
  return {
    exitCode: compared.some(({ difference }) => difference) ? EXIT.findings : EXIT.ok,
    diagnostics,
    ...(loaded.router ? { sources: loaded.router.sources } : {}),
    text: text(result, captures, compared),
    result: fields(result, captures, compared),
  };
}

function tooLong({ tooLong: number }: SimulationResult): Diagnostic[] {
  if (number === 0) return [];
  const message = `${count(number, 'packet')} of the inputs did not fit into the router's packets and did not come in`;
  return [{ code: 'CF9013', severity: 'warning', message }];
}

function text(result: SimulationResult, captures: Captures, compared: readonly Compared[]): string {
  const sent = [...captures.sent].map(([device, number]) => `${number} out of device ${device}`);
  return [
    `${[`${seconds(result.nanoseconds)} on its clock`, ...sent].join(', ')}; ${REASONS[result.reason]}\n`,
    result.alive > 0 ? `${count(result.alive, 'packet')} still in it\n` : '',
    '\n',
    countTable(result.elements),
    ...(result.handlers.length > 0 ? ['\n'] : []),
    ...result.handlers.map(handlerText),
    ...compared.map((each) => `\n${describeDifference(each)}`),
  ].join('');
}

function countTable(elements: readonly ElementCount[]): string {
  const rows = elements.map(({ name, className, inputs, outputs }) => [
    asText(name),
    className,
    ports(inputs),
    ports(outputs),
  ]);
  return table(['element', 'class', 'packets in', 'packets out'], rows, ['left', 'left', 'right', 'right']);
}

/** Of each port where there are several. */
function ports(packets: readonly number[]): string {
  return packets.length === 0 ? '-' : packets.join(' + ');
}

function handlerText({ name, value }: { name: string; value: string }): string {
  const lines = asText(value).replace(/\n$/, '');
  return `${asText(name)}:${lines.includes('\n') ? '\n' : ' '}${lines}\n`;
}

function fields(result: SimulationResult, captures: Captures, compared: readonly Compared[]) {
  return {
    reason: result.reason,
    seconds: Number(result.nanoseconds) / 1e9,
    turns: result.turns,
    elements: result.elements.map(({ name, className, inputs, outputs }) => {
      return { name: asText(name), class: className, inputs, outputs };
    }),
    connections: result.connections.map(({ from, fromPort, to, toPort, pull, packets }) => {
      return { from, fromPort, to, toPort, kind: pull ? 'pull' : 'push', packets };
    }),
    sent: Object.fromEntries(captures.sent),
    packetsLeft: result.alive,
    packetsTooLong: result.tooLong,
    handlers: Object.fromEntries(
      result.handlers.map(({ name, value }) => [asText(name), asText(value)] as const),
    ),
    expected: compared.map((each) => ({ ...each, equal: each.difference === undefined })),
  };
}
