import { InvalidArgumentError, Option } from 'commander';
import { asBytes } from './words.ts';

export type Definitions = Readonly<Record<string, string>>;

/** `-D NAME=value`, as often as needed; wins over `define` in the configuration. */
export function definitionsOption(): Option {
  const help = 'give a variable of the configuration its value; repeatable';
  return new Option('-D, --define <NAME=value>', help).argParser(addDefinition);
}

function addDefinition(text: string, earlier: Definitions | undefined): Definitions {
  const match = /^\$?([A-Za-z0-9_]+)=(.*)$/s.exec(text);
  if (!match) throw new InvalidArgumentError('It has to be NAME=value.');
  return { ...earlier, [match[1]!]: asBytes(match[2]!) };
}
