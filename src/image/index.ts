export { type Base, readBase } from './base.ts';
export { embed } from './embed.ts';
export { IMAGE_CODES, type ImageCode, ImageError } from './error.ts';
export { configurationOf, extractPlan } from './extract.ts';
export { type ImageNeeds, type ImageReport, inspect, needsOf } from './inspect.ts';
export { type PlanSummary, summarize } from './plan-summary.ts';
