export { abi } from '../../generated/abi.js';
export { compile, type ResolvedRouter } from './compile.ts';
export {
  OtherPlanVersion,
  type Plan,
  type PlanConnection,
  type PlanElement,
  PlanError,
  readPlan,
} from './read.ts';
