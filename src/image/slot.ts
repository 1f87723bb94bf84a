import { ImageError } from './error.ts';

/** Lines around the text slot of ClickOS images that hold their configuration; a zero byte follows the second. */
export const SLOT_START = '//PLEASEPUTCLICKCODEHERE';
const SLOT_END = '//ENDCLICKCODEHERE';

/** The bytes of a file between the two lines: [start, end). */
interface Slot {
  start: number;
  end: number;
}

/** An image with `text`, latin1, in its slot, in place of what was there. Throws ImageError CF5009, CF5010. */
export function fillSlot(bytes: Uint8Array, text: string): Uint8Array {
  const { start, end } = findSlot(bytes);
  const content = text.trimEnd();
  const odd = ['\0', SLOT_START, SLOT_END].find((each) => content.includes(each));
  if (odd !== undefined) {
    const what = odd === '\0' ? 'a zero byte' : odd;
    throw new ImageError(
      'CF5010',
      `the configuration holds ${what}, which a text slot cannot`,
      'write it otherwise',
    );
  }
  const over = content.length - (end - start);
  if (over > 0) {
    throw new ImageError(
      'CF5010',
      `the configuration has ${content.length} bytes, ${over} more than the slot of this image holds`,
      'take elements out, or use an image with a larger slot',
    );
  }
  const image = bytes.slice();
  image.set(Buffer.from(content.padEnd(end - start), 'latin1'), start);
  return image;
}

/** How many bytes an image's slot holds, and what is in it, as latin1. Throws ImageError CF5009. */
export function readSlot(bytes: Uint8Array): { room: number; text: string } {
  const { start, end } = findSlot(bytes);
  return { room: end - start, text: latin1(bytes.subarray(start, end)).trim() };
}

/** The configuration in an image's slot, as latin1, with a newline at its end. Throws ImageError CF5007, CF5009. */
export function slotText(bytes: Uint8Array): string {
  const { text } = readSlot(bytes);
  if (text !== '') return `${text}\n`;
  throw new ImageError('CF5007', "this image's text slot is empty", 'build a configuration into it first');
}

/** The program may hold the lines alone too, to look for them: the slot is where both stand, and a zero behind them. */
function findSlot(bytes: Uint8Array): Slot {
  const text = latin1(bytes);
  const slots: Slot[] = [];
  let end = 0;
  for (let at = text.indexOf(`${SLOT_START}\n`); at >= 0; at = text.indexOf(`${SLOT_START}\n`, at + 1)) {
    const start = at + SLOT_START.length + 1;
    // Looked for once, however many lines are before it.
    if (end < start) end = text.indexOf('\0', start);
    if (end < 0) break;
    const mark = end - SLOT_END.length;
    if (mark < start || text.slice(mark, end) !== SLOT_END) continue;
    slots.push({ start, end: mark > start && text[mark - 1] === '\n' ? mark - 1 : mark });
  }
  const [slot, second] = slots;
  if (slot && !second) return slot;
  const what = slot ? 'more than one text slot' : `the line ${SLOT_START}, but no slot up to ${SLOT_END}`;
  throw new ImageError('CF5009', `this image has ${what}`, 'take the stem image as it was shipped');
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
