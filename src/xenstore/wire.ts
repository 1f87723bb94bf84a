/** Messages of Xenstore's protocol, as they go over its socket. Text is latin1: a character is a byte. */

/** Numbers of `enum xsd_sockmsg_type`. */
export const TYPE = {
  directory: 1,
  read: 2,
  watch: 4,
  unwatch: 5,
  transactionStart: 6,
  transactionEnd: 7,
  write: 11,
  mkdir: 12,
  remove: 13,
  watchEvent: 15,
  error: 16,
  directoryPart: 22,
} as const;

export interface Message {
  type: number;
  /** Of the request; an answer has the same. */
  id: number;
  /** 0: outside of any. */
  transaction: number;
  payload: string;
}

const HEADER = 16;
/** Bytes; the daemon refuses, and never sends, more. */
export const PAYLOAD_MAX = 4096;

export function encode({ type, id, transaction, payload }: Message): string {
  const header = Buffer.alloc(HEADER);
  for (const [index, word] of [type, id, transaction, payload.length].entries())
    header.writeUInt32LE(word, index * 4);
  return header.toString('latin1') + payload;
}

/** Puts messages together out of pieces of any size. */
export class Decoder {
  #rest = '';

  /** The messages that are whole by now. Throws RangeError for a size that no message has. */
  take(text: string): Message[] {
    this.#rest += text;
    const messages: Message[] = [];
    while (this.#rest.length >= HEADER) {
      const header = Buffer.from(this.#rest.slice(0, HEADER), 'latin1');
      const [type, id, transaction, size] = [0, 4, 8, 12].map((at) => header.readUInt32LE(at)) as [
        number,
        number,
        number,
        number,
      ];
      if (size > PAYLOAD_MAX) throw new RangeError(`a message of ${size} bytes`);
      if (this.#rest.length < HEADER + size) break;
      messages.push({ type, id, transaction, payload: this.#rest.slice(HEADER, HEADER + size) });
      this.#rest = this.#rest.slice(HEADER + size);
    }
    return messages;
  }
}

/** Strings as the protocol lists them: each with a zero behind it. */
export function strings(...list: string[]): string {
  return list.map((each) => `${each}\0`).join('');
}

/** The other way. */
export function splitStrings(payload: string): string[] {
  return payload === '' ? [] : payload.replace(/\0$/, '').split('\0');
}
