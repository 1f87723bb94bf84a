import { Command } from 'commander';

/** For the list of commands: its options are Click's own, which `main` gives to another reader. */
export function clickCommand(): Command {
  return new Command('click')
    .description("run a configuration in the simulator with Click's own command line and output")
    .argument('[options...]', '`clickforge click --help` tells them');
}
