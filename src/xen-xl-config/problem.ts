/** What can be said of an xl.cfg. Errors are what xl refuses; warnings what it takes in silence and gets wrong. */
export const PROBLEM_CODES = {
  CF6101: 'not the syntax of xl.cfg',
  CF6102: 'a string that xl cannot read, or reads differently',
  CF6103: '+= between a list and a string, or on a number',
  CF6104: 'a setting that xl needs is missing',
  CF6105: 'a value of the wrong type',
  CF6106: 'a value that xl does not know',
  CF6107: 'a setting that xl does not know and ignores',
  CF6108: 'a vif that xl refuses, or takes apart wrongly',
  CF6109: 'a setting that another one overrides',
} as const;

export type ProblemCode = keyof typeof PROBLEM_CODES;

/** A finding in an xl.cfg; `start` and `end` are indexes into its text. */
export interface XlProblem {
  code: ProblemCode;
  severity: 'error' | 'warning';
  message: string;
  start: number;
  end: number;
  hint?: string;
}
