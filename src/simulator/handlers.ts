import type { Plan } from '../plan/index.ts';
import { SimulatorError } from './error.ts';
import type { Machine } from './machine.ts';

/** A handler by its element's index and its name. */
export interface HandlerName {
  /** Undefined: the router itself. */
  element: number | undefined;
  handler: string;
  /** As Click prints it: `element.handler`. */
  full: string;
}

export type CallStatus = 'done' | 'no-handler' | 'wrong-access' | 'refused';

/** What a call came to: a handler's value, or why there is none; latin1. */
export interface CallResult {
  status: CallStatus;
  text: string;
}

const STATUS: readonly CallStatus[] = ['done', 'no-handler', 'wrong-access', 'refused'];
const ROOT = 0xffff_ffff;

/** Room for a handler's name and the value written to it. */
const ROOM = 1 << 20;

/** Calls the handlers of a started router. */
export class Handlers {
  readonly #machine: Machine;
  readonly #room: number;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#room = machine.exports.memory_take(ROOM);
  }

  /** Reads; `parameter` is for handlers that take one. */
  read(name: HandlerName, parameter = ''): CallResult {
    return this.#call('read_handler', name, parameter);
  }

  write(name: HandlerName, value: string): CallResult {
    return this.#call('write_handler', name, value);
  }

  #call(
    kind: 'read_handler' | 'write_handler',
    { element, handler }: HandlerName,
    value: string,
  ): CallResult {
    if (handler.length + value.length > ROOM)
      throw new SimulatorError('CF9009', `a handler takes at most ${ROOM - handler.length} bytes`);
    const nameAt = this.#room;
    const valueAt = nameAt + handler.length;
    this.#machine.memory.putText(nameAt, ROOM, handler);
    this.#machine.memory.putText(valueAt, ROOM, value);
    const status = this.#machine.call((exports) =>
      exports[kind](element ?? ROOT, nameAt, handler.length, valueAt, value.length),
    );
    const { text, truncated } = this.#machine.answer();
    if (truncated) throw new SimulatorError('CF9009', `${handler} has more to say than can be told`);
    return { status: STATUS[status]!, text };
  }
}

/**
 * Finds what `text` names: `element.handler`, `number.handler` (counted from 1) or a `handler` of the router.
 * Throws CF9007.
 */
export function parseHandler(plan: Plan, text: string): HandlerName {
  const dot = text.indexOf('.');
  if (dot < 0) return { element: undefined, handler: text, full: text };
  const name = text.substring(0, dot);
  const handler = text.substring(dot + 1);
  const element = findElement(plan, name);
  if (element === undefined) {
    throw new SimulatorError('CF9007', `no element '${name}'`, 'names of elements in compounds have slashes');
  }
  return { element, handler, full: `${plan.elements[element]!.name}.${handler}` };
}

export function findElement(plan: Plan, name: string): number | undefined {
  const index = plan.elements.findIndex((element) => element.name === name);
  if (index >= 0) return index;
  const number = /^[0-9]+$/.test(name) ? Number(name) : 0;
  return number >= 1 && number <= plan.elements.length ? number - 1 : undefined;
}

/** Throws what a call that was not done means. */
export function expectDone(
  { status, text }: CallResult,
  { full }: HandlerName,
  access: 'read' | 'write',
): void {
  if (status === 'no-handler') throw new SimulatorError('CF9008', `no '${full}' handler`);
  if (status === 'wrong-access')
    throw new SimulatorError('CF9008', `'${full}' is a ${access === 'read' ? 'write' : 'read'} handler`);
  if (status === 'refused') throw new SimulatorError('CF9009', `${full}: ${text || 'refused'}`);
}
