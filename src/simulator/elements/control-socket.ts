import { SimulatorError } from '../error.ts';
import type { OpenFileElement } from './file-element.ts';

/** A ControlSocket has no packets: its channel only tells what it listens at. */
export const openControlSocket: OpenFileElement = (_args, { socketOf }, element) => {
  if (!socketOf) {
    const hint = "'clickforge click' takes connections";
    throw new SimulatorError('CF9006', 'ControlSocket: a simulation takes no connections', hint);
  }
  const name = socketOf(element);
  return { packet: () => {}, facts: () => ({ name }) };
};
