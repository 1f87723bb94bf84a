import type { ElementArguments } from '../arguments.ts';
import type { Channel } from '../channel.ts';
import type { FileSink, FileSource } from '../files.ts';

/** What the files of elements need of the world, and of the router that they are part of. */
export interface FileContext {
  open(path: string): FileSource;
  create(path: string): FileSink;
  /** Takes a line about a file that is not as it should be. */
  complain(message: string): void;
  /** What another element's `encap` handler says; undefined where it has none. */
  encapsulationOf(element: string): string | undefined;
  /** What an element listens at, where this run has sockets. Throws SimulatorError when that failed. */
  socketOf?(element: number): string;
  /** Host name and time for the remarks of a file. */
  remarks(): readonly string[];
}

/** Opens the file of an element. Throws SimulatorError, which keeps the router from starting. */
export type OpenFileElement = (args: ElementArguments, context: FileContext, element: number) => Channel;

export function text(args: ElementArguments, name: string): string {
  return (args.get(name) as string | undefined) ?? '';
}

/** A file name as the file system takes it. */
export function path(args: ElementArguments): string {
  return Buffer.from(text(args, 'FILENAME'), 'latin1').toString('utf8');
}

export function flag(args: ElementArguments, name: string): boolean {
  return args.get(name) === true;
}

export function number(args: ElementArguments, name: string): number {
  return (args.get(name) as number | undefined) ?? 0;
}
