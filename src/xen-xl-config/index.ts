/**
 * xl.cfg, the configuration files of Xen's xl: reads and prints them, keeping comments and order, refuses what xl
 * refuses, and warns of what xl takes in silence and gets wrong. Usable alone.
 *
 * The line reader of the `ini` package is not under this: it drops comments, cuts values at `;` and `#`, and knows
 * neither lists over several lines nor `+=`, which is to say most of what an xl.cfg is made of.
 */
export { check } from './check.ts';
export { print, settings, type XlDocument, type XlSetting, type XlStatement } from './document.ts';
export { create, remove, set } from './edit.ts';
export { parse } from './parse.ts';
export { PROBLEM_CODES, type ProblemCode, type XlProblem } from './problem.ts';
export {
  integerOf,
  printValue,
  type XlAtom,
  type XlList,
  type XlValue,
  xlList,
  xlNumber,
  xlString,
} from './value.ts';
export { parseVif, printVif, type VifRemark, type XlVif } from './vif.ts';
