import { OtherPlanVersion, type Plan, PlanError, readPlan } from '../plan/read.ts';
import { type Base, readBase } from './base.ts';
import { findBaseNote } from './base-note.ts';
import { readElf } from './elf.ts';
import { ImageError } from './error.ts';
import { foreignDelivery } from './foreign.ts';
import { isPlan } from './plan-fit.ts';
import { slotText } from './slot.ts';

/** The Plan inside an image, a view into it, as it is. Throws ImageError. */
export function extractPlan(bytes: Uint8Array): Uint8Array {
  return planBytes(readBase(bytes));
}

/** The Plan inside an image, checked and taken apart. Throws ImageError. */
export function planOf(base: Base): Plan {
  return checkedPlan(planBytes(base));
}

/** A Plan, checked and taken apart. Throws ImageError CF5005, CF5008. */
export function checkedPlan(bytes: Uint8Array): Plan {
  try {
    const plan = readPlan(bytes);
    if (plan.size !== bytes.length) throw new PlanError(`Plan of ${plan.size} bytes in ${bytes.length}`, 0);
    return plan;
  } catch (error) {
    if (error instanceof OtherPlanVersion) throw new ImageError('CF5005', error.message, OTHER_HINT);
    if (!(error instanceof PlanError)) throw error;
    throw new ImageError('CF5008', `the Plan: ${error.message}`, 'build the configuration into it again');
  }
}

const OTHER_HINT = 'use the clickforge that made it, or build the configuration again';

/** The flat configuration inside an image, as bytes that Click reads. Throws ImageError. */
export function configurationOf(bytes: Uint8Array): Uint8Array {
  return Buffer.from(textOf(bytes), 'latin1');
}

function textOf(bytes: Uint8Array): string {
  if (isPlan(bytes)) return checkedPlan(bytes).text;
  const elf = readElf(bytes);
  if (findBaseNote(elf)) return planOf(readBase(bytes)).text;
  if (foreignDelivery(elf) === 'slot') return slotText(bytes);
  if (foreignDelivery(elf) !== 'xenstore') return planOf(readBase(bytes)).text;
  throw new ImageError(
    'CF5007',
    'a stock ClickOS holds no configuration, it takes one through Xenstore',
    'ask the running domain',
  );
}

function planBytes({ plan }: Base): Uint8Array {
  if (plan) return plan;
  throw new ImageError(
    'CF5007',
    'this is a base image: it holds no configuration',
    'build one into it first',
  );
}
