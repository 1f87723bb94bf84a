import { Command, Option } from 'commander';
import { type Definitions, definitionsOption } from './definitions.ts';
import type { Outcome } from './outcome.ts';
import type { Runner } from './program.ts';
import type { Session } from './session.ts';
import * as values from './simulate-values.ts';

export interface SimulateCommandOptions {
  in?: ReadonlyMap<number, string>;
  out?: ReadonlyMap<number, string>;
  expect?: readonly values.DeviceFile[];
  handler?: readonly string[];
  write?: readonly values.HandlerWrite[];
  packets?: number;
  until?: bigint;
  drain: bigint;
  realTime?: true;
  burst: number;
  seed: number;
  graph?: string;
  define: Definitions;
  json?: true;
  quiet?: true;
}

export function simulateCommand(run: Runner): Command {
  return new Command('simulate')
    .description('run a configuration, or what is in an image, on recorded packets')
    .argument('<file>', 'configuration or image; - is standard input')
    .option(
      '--in <device=file>',
      'packets that a device receives, from a pcap or pcapng file; repeatable',
      values.deviceFiles,
    )
    .option('--out <device=file>', 'file for the packets that a device sends; repeatable', values.deviceFiles)
    .option(
      '--expect <[device=]file>',
      'packets that a device has to send; ends with 1 if it sends others; repeatable',
      values.expectedFiles,
    )
    .option('--handler <element.handler>', 'read a handler after the run; repeatable', values.collect)
    .option(
      '--write <element.handler=value>',
      'write a handler before the run; repeatable',
      values.handlerWrites,
    )
    .option('--packets <number>', 'take at most so many packets from the inputs', values.wholeNumber)
    .option('--until <time>', 'end at this time on the simulated clock, as 10s or 250ms', values.duration)
    .addOption(drainOption())
    .option('--real-time', 'let the clock go by itself instead of jumping to where something happens')
    .option('--burst <number>', 'most packets that a source takes in one go', values.positiveNumber, 1)
    .option('--seed <number>', 'start of the random numbers', values.wholeNumber, 1)
    .option('--graph <file>', 'draw the configuration with the packets of each connection, as SVG')
    .addOption(definitionsOption())
    .action(run(simulate));
}

function drainOption(): Option {
  const help = 'end when no packet moves for so long after the inputs';
  return new Option('--drain <time>', help).argParser(values.duration).default(10_000_000_000n, '10s');
}

async function simulate(
  session: Session,
  file: string,
  _options: SimulateCommandOptions,
  command: Command,
): Promise<Outcome> {
  const { simulateFile } = await import('./simulate-file.ts');
  return simulateFile(session, file, command.optsWithGlobals());
}
