import { CodedError } from '../system/coded-error.ts';

/** What can be wrong with a simulation. Stable: shown to users and in `--json`. */
export const SIMULATOR_CODES = {
  CF9001: ['not-a-capture', 'A file that should hold packets is neither pcap nor pcapng'],
  CF9002: ['damaged-capture', 'A capture file is cut or contradicts itself'],
  CF9003: ['unsupported-capture', 'A capture file of a kind that cannot be read or mixed'],
  CF9004: ['simulator-missing', 'The simulator has not been built, or from other sources'],
  CF9005: ['simulator-failure', 'The simulated router broke off'],
  CF9006: ['start-refused', 'An element refuses to start'],
  CF9007: ['no-such-element', 'No element has this name'],
  CF9008: ['no-such-handler', 'The element has no handler of this name and direction'],
  CF9009: ['handler-refused', 'A handler does not take what was written or asked'],
  CF9010: ['no-such-device', 'A file is given for a device that the configuration does not use'],
  CF9012: ['element-file-failure', 'A file that an element reads or writes cannot be'],
  CF9011: ['unexpected-packets', 'The packets that came out are not those that were expected'],
  CF9013: ['packets-too-long', 'Packets of an input are longer than those of the router can be'],
} as const satisfies Record<string, readonly [name: string, title: string]>;

export type SimulatorCode = keyof typeof SIMULATOR_CODES;

/** The one error that the simulator throws, told in one sentence. */
export class SimulatorError extends CodedError<SimulatorCode, string | undefined> {
  override readonly name = 'SimulatorError';

  constructor(code: SimulatorCode, message: string, hint?: string) {
    super(code, message, hint);
  }
}
