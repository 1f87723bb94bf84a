import type { Plan } from '../../plan/index.ts';
import { readArguments } from '../arguments.ts';
import type { Channel } from '../channel.ts';
import { SimulatorError } from '../error.ts';
import { openControlSocket } from './control-socket.ts';
import type { FileContext, OpenFileElement } from './file-element.ts';
import { openFromDump } from './from-dump.ts';
import { openFromSummary } from './from-summary.ts';
import { openToDump } from './to-dump.ts';
import { openToSummary } from './to-summary.ts';

export type { FileContext } from './file-element.ts';

/** Element classes that exist in the simulator only: those that use the host's files and sockets. */
const CLASSES: Readonly<Record<string, OpenFileElement>> = {
  ControlSocket: openControlSocket,
  FromDump: openFromDump,
  ToDump: openToDump,
  FromIPSummaryDump: openFromSummary,
  ToIPSummaryDump: openToSummary,
};

/** Opens the files of a router's elements as they start. */
export function fileOpener(bytes: Uint8Array, context: Omit<FileContext, 'encapsulationOf'>) {
  const opened = new Map<number, Channel>();
  return (element: number, plan: Plan): Channel => {
    const { className } = plan.elements[element]!;
    const open = CLASSES[className];
    if (!open) throw new SimulatorError('CF9006', `${className} has no file`);
    const encapsulationOf = (name: string) => {
      const index = plan.elements.findIndex((each) => each.name === name);
      return opened.get(index)?.facts?.().encapsulation;
    };
    const channel = open(readArguments(bytes, element), { ...context, encapsulationOf }, element);
    opened.set(element, channel);
    return channel;
  };
}
