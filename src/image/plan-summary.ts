import { HEADER } from '../plan/format.ts';
import { viewOf } from './elf.ts';

/** What the header of a Plan says; for Plans that are known to be right. Sizes in bytes. */
export interface PlanSummary {
  /** Identity of the configuration, in hexadecimal. */
  digest: string;
  size: number;
  elements: number;
  /** Numbers of the devices that the configuration uses. */
  devices: number[];
}

export function summarize(plan: Uint8Array): PlanSummary {
  const view = viewOf(plan);
  const devices = view.getUint32(HEADER.devices, true);
  return {
    digest: Buffer.from(plan.buffer, plan.byteOffset, HEADER.body).toString('hex', HEADER.digest),
    size: plan.length,
    elements: view.getUint32(HEADER.elementCount, true),
    devices: Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => (devices >>> bit) & 1),
  };
}
