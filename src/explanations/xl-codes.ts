import { PROBLEM_CODES } from '../xen-xl-config/problem.ts';

const NAMES: Readonly<Record<keyof typeof PROBLEM_CODES, string>> = {
  CF6101: 'xl-syntax',
  CF6102: 'xl-string',
  CF6103: 'xl-append',
  CF6104: 'xl-missing',
  CF6105: 'xl-type',
  CF6106: 'xl-value',
  CF6107: 'xl-unknown',
  CF6108: 'xl-vif',
  CF6109: 'xl-override',
};

/** The codes of xl.cfg in the form that all others have. */
export const XL_CODES = Object.fromEntries(
  Object.entries(PROBLEM_CODES).map(([code, title]) => [
    code,
    [NAMES[code as keyof typeof PROBLEM_CODES], title.charAt(0).toUpperCase() + title.slice(1)] as const,
  ]),
);
