import { type Plan, PlanError, readPlan } from '../plan/read.ts';
import { type Base, readBase } from './base.ts';
import { ImageError } from './error.ts';

/** The Plan inside an image, a view into it, as it is. Throws ImageError. */
export function extractPlan(bytes: Uint8Array): Uint8Array {
  return planBytes(readBase(bytes));
}

/** The Plan inside an image, checked and taken apart. Throws ImageError. */
export function planOf(base: Base): Plan {
  const bytes = planBytes(base);
  try {
    const plan = readPlan(bytes);
    if (plan.size !== bytes.length) throw new PlanError(`Plan of ${plan.size} bytes in ${bytes.length}`, 0);
    return plan;
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    throw new ImageError(
      'CF5008',
      `the Plan inside: ${error.message}`,
      'build the configuration into it again',
    );
  }
}

/** The flat configuration inside an image, as bytes that Click reads. Throws ImageError. */
export function configurationOf(bytes: Uint8Array): Uint8Array {
  return Buffer.from(planOf(readBase(bytes)).text, 'latin1');
}

function planBytes({ plan }: Base): Uint8Array {
  if (plan) return plan;
  throw new ImageError(
    'CF5007',
    'this is a base image: it holds no configuration',
    'build one into it first',
  );
}
