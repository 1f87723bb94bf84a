export { abi } from '../../generated/abi.js';
export { encodeArguments } from './arguments.ts';
export { compile, type ResolvedRouter } from './compile.ts';
export {
  OtherPlanVersion,
  type Plan,
  type PlanConnection,
  type PlanElement,
  PlanError,
  readPlan,
} from './read.ts';
