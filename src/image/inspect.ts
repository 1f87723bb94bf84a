import { type Base, readBase } from './base.ts';
import { findBaseNote } from './base-note.ts';
import { devicePlaces } from './device-places.ts';
import { type Elf, PT_LOAD, readElf } from './elf.ts';
import { readNotes } from './elf-notes.ts';
import { ImageError } from './error.ts';
import { planOf } from './extract.ts';
import { type Entries, entriesOf, foreignDelivery } from './foreign.ts';
import { memoryNeed } from './memory-need.ts';
import { type PlanSummary, summarize } from './plan-summary.ts';

/** What an image is and holds. Sizes in bytes. */
export interface ImageReport {
  /** Where its configuration is: behind a note, in a text slot, or in Xenstore. */
  delivery: 'note' | 'slot' | 'xenstore';
  size: number;
  entries: Entries;
  /** Of our base images only. */
  base?: { version: string; planVersion: number; abi: bigint };
  /** Of our images that hold a configuration. */
  plan?: PlanSummary;
}

/** What a domain has to have to run an image. */
export interface ImageNeeds {
  entries: Entries;
  /** Identity of the configuration, in hexadecimal. */
  digest: string;
  /** Numbers of the devices that the configuration uses. */
  devices: number[];
  /** The flat configuration as latin1, and where in it the first element of each device stands: [start, end). */
  text: string;
  places: Map<number, [start: number, end: number]>;
  /** Bytes that the image's segments take in memory. */
  footprint: number;
  /** Bytes of memory with which it runs for certain. */
  memoryNeed: number;
}

/** Looks into an image, ours or a ClickOS. Throws ImageError. */
export function inspect(bytes: Uint8Array): ImageReport {
  const elf = readElf(bytes);
  const entries = entriesOf(elf, readNotes(elf));
  if (findBaseNote(elf))
    return { delivery: 'note', size: bytes.length, entries, ...inspectOwn(readBase(bytes)) };
  const delivery = foreignDelivery(elf);
  if (delivery) return { delivery, size: bytes.length, entries };
  throw new ImageError(
    'CF5004',
    'this ELF file is neither an image made by clickforge nor a ClickOS',
    'it has no clickforge note, no text slot, and does not ask Xenstore for a configuration',
  );
}

/** Throws ImageError, also for an image without a configuration. */
export function needsOf(bytes: Uint8Array): ImageNeeds {
  const base = readBase(bytes);
  const plan = planOf(base);
  const { digest, devices, text } = plan;
  const entries = entriesOf(base.elf, readNotes(base.elf));
  const footprint = footprintOf(base.elf);
  const need = memoryNeed(footprint, devices.length, plan.elements);
  return { entries, digest, devices, text, places: devicePlaces(plan), footprint, memoryNeed: need };
}

function inspectOwn(base: Base): Pick<ImageReport, 'base' | 'plan'> {
  const { version, planVersion, abi } = base.note;
  const own = { base: { version, planVersion, abi } };
  if (!base.plan) return own;
  planOf(base);
  return { ...own, plan: summarize(base.plan) };
}

/** Bytes from the first to the last that is loaded. */
function footprintOf({ headers }: Elf): number {
  const loads = headers.filter((header) => header.type === PT_LOAD);
  const start = loads.reduce((least, { virtualAddress: at }) => (at < least ? at : least), 1n << 64n);
  const end = loads.reduce((most, { virtualAddress, memorySize }) => {
    const at = virtualAddress + memorySize;
    return at > most ? at : most;
  }, 0n);
  return Number(end - start);
}
