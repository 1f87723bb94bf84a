import type { PlanElement } from '../plan/read.ts';
import { DIRECT, tableMemory } from './table-memory.ts';

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;
/** Page tables, console, Xenstore's pages, and the fewest packets that a router starts with. */
const PLATFORM = MEBIBYTE;
/** Rings and buffers of a vif; with less they shrink. */
const DEVICE = 512 * KIBIBYTE;
/** State, ports and handlers of an element. */
const ELEMENT = KIBIBYTE;
/** What tables take for each byte of a configuration string; a route is a dozen bytes. */
const TABLES = 64;
/** What a route takes at most, and what an entry of any other table takes. */
const ROUTE = 512;
const ENTRY = 64;
/** What a mapping takes, and how many a rewriter has if nothing is said of them. */
const MAPPING = 80;
const MAPPINGS = 4096;

/**
 * Bytes of memory with which a domain runs an image for certain; usually less does. `footprint`: bytes that the image's
 * segments take.
 */
export function memoryNeed(footprint: number, devices: number, elements: readonly PlanElement[]): number {
  return elements.reduce(
    (sum, element) => sum + elementNeed(element),
    footprint + PLATFORM + devices * DEVICE,
  );
}

function elementNeed(element: PlanElement): number {
  const { className, config } = element;
  const entries = Number(/\bCAPACITY\s+([0-9]+)/.exec(config)?.[1] ?? 0);
  const packets = Number(/\bHIMEM\s+([0-9]+)/.exec(config)?.[1] ?? 0);
  const isLookup = className.endsWith('IPLookup');
  if (isRewriter(className)) return ELEMENT + TABLES * config.length + mappings(config) * MAPPING;
  const direct = className === 'DirectIPLookup' ? DIRECT : 0;
  // Places of a table may be rounded up to a power of two.
  const tables = 2 * (tableMemory(element) - direct);
  return (
    ELEMENT +
    TABLES * config.length +
    Math.max(entries * (isLookup ? ROUTE : ENTRY), tables) +
    packets +
    direct
  );
}

function isRewriter(className: string): boolean {
  return className.endsWith('Rewriter') && className !== 'ICMPRewriter';
}

/** None where they are those of another rewriter. */
function mappings(config: string): number {
  const capacity = /CAPACITY\s+(\S+)/.exec(config)?.[1];
  return capacity === undefined ? MAPPINGS : Number.parseInt(capacity, 10) || 0;
}
