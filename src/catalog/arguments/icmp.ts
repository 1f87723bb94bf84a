import { ICMP_CODES, ICMP_TYPES } from '../service-names.ts';
import { parseUnsigned } from './integer.ts';
import { type Parser, Refusal } from './value.ts';

const ERRORS = [3, 4, 5, 11, 12];

/** The type of an ICMP error message, by name or number. */
export const parseIcmpErrorType: Parser = (text) => {
  const type = ICMP_TYPES.get(text) ?? parseUnsigned(text, 255);
  if (type === undefined) return new Refusal('must be an ICMP type (its name, or 0 to 255)');
  return ERRORS.includes(type) ? type : new Refusal('must be the type of an ICMP error', HINT);
};

const HINT = 'these are unreachable, sourcequench, redirect, timeexceeded and parameterproblem';

/** A code of the ICMP type that the argument TYPE gives, by name or number. */
export const parseIcmpCode: Parser = (text, { earlier }) => {
  const names = ICMP_CODES.get(Number(earlier.get('TYPE')));
  const code = names?.get(text) ?? parseUnsigned(text, 255);
  const known = names ? `: ${[...names.keys()].join(', ')}` : '';
  return code ?? new Refusal(`must be an ICMP code (0 to 255, or a name of the type's codes${known})`);
};
