import { Option } from 'commander';

export function dryRunOption(): Option {
  return new Option('-n, --dry-run', 'do everything but write');
}
