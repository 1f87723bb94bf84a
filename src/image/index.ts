export { type Base, readBase } from './base.ts';
export { embed, embedInPlace } from './embed.ts';
export { IMAGE_CODES, type ImageCode, ImageError } from './error.ts';
export { configurationOf, extractPlan } from './extract.ts';
export {
  type Delivery,
  declaredDelivery,
  type ImageNeeds,
  type ImageReport,
  inspect,
  needsOf,
  needsOfModule,
} from './inspect.ts';
export { checkFit, isPlan } from './plan-fit.ts';
export { type PlanSummary, summarize } from './plan-summary.ts';
export { fillSlot, readSlot } from './slot.ts';
