import { flatten } from '../../../src/router/flatten.ts';
import { removeDead } from '../../../src/router/passes/remove-dead.ts';
import type { Traits } from '../../../src/router/traits.ts';
import { read } from './routers.ts';

const CODES: Record<string, [ports: string, processing: string, flow: string]> = {
  FromDevice: ['0/1', '/h', 'x/x'],
  ToDevice: ['1/0-1', 'a/h', 'x/x'],
  Discard: ['1/0', 'a/a', 'x/x'],
  Idle: ['-/-', 'a/a', 'x/y'],
  InfiniteSource: ['0/1', 'a/a', 'x/x'],
  Null: ['1/1', 'a/a', 'x/x'],
  Counter: ['1/1', 'a/a', 'x/x'],
  Queue: ['1/1-2', 'h/lh', 'x/x'],
  Unqueue: ['1/1', 'l/h', 'x/x'],
  Classifier: ['1/-', 'h/h', 'x/x'],
  ARPQuerier: ['2/1-2', 'h/h', 'xy/x'],
  Tee: ['1/1-', 'h/h', 'x/x'],
  PullTee: ['1/1-', 'l/lh', 'x/x'],
  StaticSwitch: ['1/-', 'h/h', 'x/x'],
  StaticPullSwitch: ['-/1', 'l/l', 'x/x'],
  RoundRobinSched: ['-/1', 'l/l', 'x/x'],
  StrideSched: ['1-/1', 'l/l', 'x/x'],
  Script: ['0/0', 'a/a', 'x/x'],
  PullQueue: ['1/2', 'h/l', 'x/x'],
  ARPTabled: ['1/1', 'a/a', 'x/x'],
};

export function traits(className: string): Traits | undefined {
  const codes = CODES[className];
  return codes && { ports: codes[0], processing: codes[1], flow: codes[2] };
}

/** Their words may be names. */
const NAMING = new Set(['Script', 'ARPTabled']);

export const options = { traits, argumentsOf: (name: string) => (NAMING.has(name) ? undefined : []) };

/** What dead-code removal leaves of a configuration, flat, and what it tells of it. */
export function clean(text: string): { text: string[]; changes: string[] } {
  const { router, changes } = removeDead(read(text, traits), options);
  return {
    text: flatten(router).trimEnd().split('\n'),
    changes: changes.map(({ kind, element, reason }) => `${kind} ${element.name}: ${reason}`),
  };
}
