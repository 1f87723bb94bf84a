import { Option } from 'commander';

/** Where a configuration is to run, which decides what element classes there are. */
export function targetOption(): Option {
  return new Option('--target <target>', 'where the configuration is to run')
    .choices(['clickforge', 'clickos', 'click'])
    .default('clickforge');
}
