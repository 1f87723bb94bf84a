import type { XlSetting } from './document.ts';
import type { ProblemCode, XlProblem } from './problem.ts';
import { integerOf } from './value.ts';

/** What is in force, by name. */
export type Settings = Map<string, XlSetting>;

/** Notes a finding at a setting's value, or at the file's start when there is none. */
export type Report = (
  severity: XlProblem['severity'],
  code: ProblemCode,
  message: string,
  setting: XlSetting | undefined,
  hint: string,
) => void;

/** The text of a string or number; undefined for a list, which xl then treats as missing. */
export function textOf(all: Settings, name: string): string | undefined {
  const value = all.get(name)?.value;
  return value && value.kind !== 'list' ? value.text : undefined;
}

/** The number that xl takes from a setting, if it takes one. */
export function numberOf(all: Settings, name: string): bigint | undefined {
  const setting = all.get(name);
  if (!setting || setting.joined || setting.value.kind === 'list') return undefined;
  return integerOf(setting.value);
}
