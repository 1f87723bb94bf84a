import { createHash } from 'node:crypto';
import type { Plan } from '../plan/read.ts';
import { type Base, readBase } from './base.ts';
import { findBaseNote } from './base-note.ts';
import { devicePlaces } from './device-places.ts';
import { type Elf, PT_LOAD, readElf } from './elf.ts';
import { readNotes } from './elf-notes.ts';
import { ImageError } from './error.ts';
import { checkedPlan, planOf } from './extract.ts';
import { type Entries, entriesOf, foreignDelivery } from './foreign.ts';
import { memoryNeed } from './memory-need.ts';
import { checkFit, isPlan } from './plan-fit.ts';
import { type PlanSummary, summarize } from './plan-summary.ts';
import { readSlot, slotText } from './slot.ts';
import { tableMemory } from './table-memory.ts';

/** A device of a stock ClickOS in its configuration's text, however it is written. */
const DEVICE = /\b(?:From|To)Device\s*\(\s*(?:DEVID\s+)?([0-9]+)/g;
/** Bytes; one with two vifs runs in a little less. */
const CLICKOS_MEMORY = 8 * 1024 * 1024;

/** Where an image has its configuration: behind a note, in a text slot, beside it in a boot module, or in Xenstore. */
export type Delivery = 'note' | 'slot' | 'module' | 'xenstore';

/** What an image is and holds. Sizes in bytes. */
export interface ImageReport {
  delivery: Delivery;
  size: number;
  entries: Entries;
  /** Of our base images only. */
  base?: { version: string; planVersion: number; abi: bigint };
  /** Of our images that hold a configuration, and of boot modules. */
  plan?: PlanSummary;
  /** Of images with a text slot: how much it holds, and how much of that is used. */
  slot?: { room: number; used: number };
}

/** What a domain has to have to run an image. */
export interface ImageNeeds {
  entries: Entries;
  /** Identity of the configuration, in hexadecimal. */
  digest: string;
  /** Numbers of the devices that the configuration uses. */
  devices: number[];
  /** Of a stock ClickOS, whose configurations come later. */
  devicesUnknown?: true;
  /** The flat configuration as latin1, and where in it the first element of each device stands: [start, end). */
  text: string;
  places: Map<number, [start: number, end: number]>;
  /** Bytes that the image's segments take in memory. */
  footprint: number;
  /** Bytes that its tables take at least. */
  tables: number;
  /** Bytes of memory with which it runs for certain. */
  memoryNeed: number;
}

/** Looks into an image, ours or a ClickOS. Throws ImageError. */
export function inspect(bytes: Uint8Array): ImageReport {
  const size = bytes.length;
  if (isPlan(bytes)) {
    checkedPlan(bytes);
    return { delivery: 'module', size, entries: { pv: false, pvh: false }, plan: summarize(bytes) };
  }
  const elf = readElf(bytes);
  const entries = entriesOf(elf, readNotes(elf));
  const delivery = deliveryOf(elf);
  if (delivery === 'note') return { delivery, size, entries, ...inspectOwn(readBase(bytes)) };
  return { delivery, size, entries, ...(delivery === 'slot' ? { slot: inspectSlot(bytes) } : {}) };
}

/** How an image wants its configuration. Throws ImageError. */
export function declaredDelivery(bytes: Uint8Array): Delivery {
  return isPlan(bytes) ? 'module' : deliveryOf(readElf(bytes));
}

function deliveryOf(elf: Elf): Exclude<Delivery, 'module'> {
  const delivery = findBaseNote(elf) ? 'note' : foreignDelivery(elf);
  if (delivery) return delivery;
  throw new ImageError(
    'CF5004',
    'this ELF file is neither an image made by clickforge nor a ClickOS',
    'it has no clickforge note, no text slot, and does not ask Xenstore for a configuration',
  );
}

/**
 * Throws ImageError, also for an image without a configuration. `text`: the configuration that a stock ClickOS is to get,
 * where that is known.
 */
export function needsOf(bytes: Uint8Array, text?: string): ImageNeeds {
  const elf = readElf(bytes);
  const delivery = deliveryOf(elf);
  if (delivery !== 'note') return foreignNeeds(bytes, elf, delivery === 'slot' ? slotText(bytes) : text);
  const base = readBase(bytes);
  return needs(base.elf, planOf(base), 0);
}

/** Of a ClickOS, with the text in its slot, if it has one. */
function foreignNeeds(bytes: Uint8Array, elf: Elf, text: string | undefined): ImageNeeds {
  const numbers = [...(text ?? '').matchAll(DEVICE)].map(([, number]) => Number(number));
  return {
    entries: entriesOf(elf, readNotes(elf)),
    digest: createHash('sha256')
      .update(bytes)
      .update(text ?? '')
      .digest('hex'),
    devices: [...new Set(numbers)].sort((a, b) => a - b),
    ...(text === undefined ? { devicesUnknown: true as const } : {}),
    text: text ?? '',
    places: new Map(),
    footprint: footprintOf(elf),
    tables: 0,
    memoryNeed: CLICKOS_MEMORY,
  };
}

/** The same for a base image with a Plan as its boot module. Throws ImageError. */
export function needsOfModule(plan: Uint8Array, baseBytes: Uint8Array): ImageNeeds {
  const { elf, note } = readBase(baseBytes);
  checkFit(plan, note);
  return needs(elf, checkedPlan(plan), plan.length);
}

function needs(elf: Elf, plan: Plan, moduleSize: number): ImageNeeds {
  const { digest, devices, text, elements } = plan;
  const entries = entriesOf(elf, readNotes(elf));
  const footprint = footprintOf(elf) + moduleSize;
  const need = memoryNeed(footprint, devices.length, elements);
  const places = devicePlaces(plan);
  const tables = elements.reduce((sum, element) => sum + tableMemory(element), 0);
  return { entries, digest, devices, text, places, footprint, tables, memoryNeed: need };
}

function inspectSlot(bytes: Uint8Array): { room: number; used: number } {
  const { room, text } = readSlot(bytes);
  return { room, used: text.length };
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
