import { parseInteger } from '../../catalog/arguments/integer.ts';
import { uncomment } from '../../click-config-parser/index.ts';

const FAILED = -1;
const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  false: false,
  no: false,
};

/** The exit code that a handler's value stands for: an integer as it is, `true` 0, `false` 1; undefined: neither. */
export function exitStatusOf(value: string): number | undefined {
  const text = uncomment(value);
  const integer = parseInteger(text);
  if (integer !== undefined) return Number(BigInt.asIntN(32, integer)) & 255;
  const boolean = BOOLEANS[text];
  return boolean === undefined ? undefined : boolean ? 0 : 1;
}

/** What a process ends with whose exit handler cannot be asked. */
export const EXIT_HANDLER_FAILED = FAILED & 255;
