import { Option } from 'commander';

export function sarifOption(): Option {
  return new Option('--sarif', 'print the findings as SARIF, for code review and editors');
}
