export type { CountCall, Value } from './arguments/value.ts';
export {
  allClassNames,
  availability,
  classNames,
  lookup,
  lookupAnywhere,
  manualAnywhere,
  manualOf,
  targetsOf,
  traits,
} from './catalog.ts';
export {
  type ArgumentValues,
  type CheckedArguments,
  checkArguments,
  checkElementArguments,
  resolveName,
} from './check-arguments.ts';
export { ARGUMENT_CODES, type ArgumentCode } from './codes.ts';
export { missingClasses } from './missing-classes.ts';
export type * from './spec.ts';
export { checkStart } from './start-checks.ts';
export { withoutTheRest } from './without-the-rest.ts';
