import { InvalidArgumentError, Option } from 'commander';

/** Which of the routers in a stock ClickOS. */
export function routerOption(help: string): Option {
  return new Option('--router <number>', help).argParser((text) => {
    if (/^[0-9]{1,2}$/.test(text)) return Number(text);
    throw new InvalidArgumentError('It has to be the number of a router.');
  });
}
