import { manualOf, traits } from '../../src/catalog/index.ts';
import { flatText } from '../../src/commands/flat-text.ts';
import { loadRouter, type Router } from '../../src/router/index.ts';
import { SimulatorError } from '../../src/simulator/error.ts';
import { compilePlan } from '../elements/compile-plan.ts';
import { runNative } from '../elements/native-run.ts';
import type { TimedPacket } from '../elements/pcap.ts';
import { runCase } from '../simulator/run-case.ts';
import { DEVICES } from './graph.ts';
import type { Trial } from './trial.ts';

/** A value that a run shows: a packet's place or a handler, and what is there. */
export type Seen = Map<string, string>;

/** Packets by device and number, with their times; handlers by their element's number; or why the router did not start. */
export function simulated({ text, inputs, until }: Trial): Seen {
  const handlers = readable(routerOf(text));
  try {
    const result = runCase({
      title: '',
      config: text,
      options: ['--until', `${until}`],
      inputs,
      outputs: new Map(DEVICES.map((device) => [device, []])),
      handlers: handlers.map(({ name }) => ({ name, value: '' })),
    });
    return seen(result.outputs, handlers, result.handlers);
  } catch (error) {
    if (error instanceof SimulatorError) return refusal(error.message);
    throw error;
  }
}

/** Throws what the sanitizers say. */
export async function native({ text, inputs, until }: Trial): Promise<Seen> {
  const handlers = readable(routerOf(text));
  const options = ['--quiet', '--until', `${until}`];
  const result = await runNative({ plan: compilePlan(text), options, inputs, outputs: DEVICES, handlers });
  if (result.exitCode === 0) return seen(result.outputs, handlers, result.handlers);
  const refused = /^clickforge-run: (.*)\n$/s.exec(result.log)?.[1];
  if (result.exitCode === 1 && refused !== undefined) return refusal(refused);
  throw new Error(result.log.slice(0, 4000));
}

/** The class that refuses alone: messages hold names, sizes and bytes. */
function refusal(message: string): Seen {
  return new Map([['refused', /^.*? :: (\w+)/.exec(message)?.[1] ?? message]]);
}

function seen(outputs: Map<number, TimedPacket[]>, handlers: { key: string }[], values: string[]): Seen {
  const packets = [...outputs].flatMap(([device, sent]) =>
    sent.map(({ time, bytes }, i): [string, string] => [
      `device ${device} packet ${i}`,
      `@${time} ${Buffer.from(bytes).toString('hex')}`,
    ]),
  );
  return new Map([...packets, ...handlers.map(({ key }, i): [string, string] => [key, values[i]!])]);
}

/** Read handlers without a parameter: `NUMBER CLASS HANDLER`, and the name to read it by. */
function readable(router: Router): { key: string; name: string }[] {
  const ports = {
    input: router.elements.map(() => 0),
    output: router.elements.map(() => 0),
  };
  for (const { from, fromPort, to, toPort } of router.connections) {
    ports.output[from] = Math.max(ports.output[from]!, fromPort + 1);
    ports.input[to] = Math.max(ports.input[to]!, toPort + 1);
  }
  return router.elements.flatMap(({ name, className }, index) =>
    (manualOf(className, 'clickforge')!.handlers ?? [])
      .filter(({ access, argument, image }) => access?.startsWith('read') && !argument && image !== false)
      .flatMap(({ name, per }) =>
        per === undefined
          ? [name]
          : Array.from({ length: ports[per][index]! }, (_, port) => `${name}${port}`),
      )
      .map((handler) => ({ key: `${index} ${className} ${handler}`, name: `${name}.${handler}` })),
  );
}

export function routerOf(text: string): Router {
  return loadRouter(text, 'config', { traits: traits('clickforge') }).router;
}

/** The same configuration as another text. */
export async function rewritten(
  trial: Trial,
  options: { minify?: boolean; removeDead?: boolean },
): Promise<Trial> {
  const { text } = await flatText(routerOf(trial.text), { target: 'clickforge', ...options });
  return { ...trial, text };
}

/** What is not the same, a line each. */
export function differences(a: Seen, b: Seen): string[] {
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((key) => a.get(key) !== b.get(key))
    .map((key) => `${key}: ${a.get(key)} | ${b.get(key)}`);
}
