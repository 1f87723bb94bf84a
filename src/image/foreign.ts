import type { Elf } from './elf.ts';
import type { ElfNote } from './elf-notes.ts';
import { SLOT_START } from './slot.ts';

const STOCK_CLICKOS = 'data/clickos';
// Mini-OS before ELF notes put these into a section named __xen_guest: some 200 bytes. The limit keeps the search linear.
const OLD_GUEST_SECTION = /GUEST_(?:OS|VER)=[^\0]{0,500}XEN_VER=/;

const XEN_ENTRY = 1;
const XEN_PHYS32_ENTRY = 18;

/** How an image can be entered by Xen. */
export interface Entries {
  pv: boolean;
  pvh: boolean;
}

export function entriesOf(elf: Elf, notes: ElfNote[]): Entries {
  const xen = notes.filter((note) => note.owner === 'Xen');
  return {
    pv: xen.some((note) => note.type === XEN_ENTRY) || OLD_GUEST_SECTION.test(textOf(elf)),
    pvh: xen.some((note) => note.type === XEN_PHYS32_ENTRY),
  };
}

/** What an image that is not ours takes its configuration from: a text slot, or Xenstore; undefined: it takes none. */
export function foreignDelivery(elf: Elf): 'slot' | 'xenstore' | undefined {
  const text = textOf(elf);
  if (text.includes(SLOT_START)) return 'slot';
  return text.includes(STOCK_CLICKOS) ? 'xenstore' : undefined;
}

function textOf({ bytes }: Elf): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
