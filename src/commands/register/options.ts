import { type Command, InvalidArgumentError, Option } from 'commander';

/** Options of everything that talks to a server. */
export interface ServerOptions {
  /** Seconds. */
  timeout: number;
  verbose?: true;
}

export function addServerOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--timeout <seconds>', 'how long a server may be silent').default(30).argParser(seconds),
    )
    .option('-v, --verbose', 'tell of every request');
}

function seconds(text: string): number {
  const value = Number(text);
  if (!/^[0-9]+(\.[0-9]+)?$/.test(text) || value <= 0 || value > 86_400) {
    throw new InvalidArgumentError('It has to be a number of seconds.');
  }
  return value;
}
