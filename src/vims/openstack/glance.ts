import type { HttpAnswer } from '../../system/http.ts';
import { VimError } from '../error.ts';
import { jsonOf } from '../line.ts';
import { refusal } from '../refusal.ts';
import type { Call, Session } from './session.ts';

/** An image as Glance tells of it; properties of one's own stand beside these. */
export interface Image {
  id: string;
  name: string | null;
  status: string;
  owner: string | null;
  visibility: string;
  tags: string[];
  size: number | null;
  min_ram: number;
  checksum: string | null;
  os_hash_algo: string | null;
  os_hash_value: string | null;
  created_at: string;
  updated_at: string;
  [property: string]: unknown;
}

/** More pages of a list than this are not read. */
const MOST_PAGES = 1000;

/** Glance's interface, as far as it is needed: one method a request. Methods throw VimError and SystemError. */
export class Glance {
  readonly session: Session;
  /** What the server's clock said in the last answer, in milliseconds since 1970. */
  serverTime = Number.NaN;

  constructor(session: Session) {
    this.session = session;
  }

  /** All images that fit; `filter` as in `{ tag: 'x' }`. */
  async list(filter: Readonly<Record<string, string>>): Promise<Image[]> {
    const images: Image[] = [];
    let path: string | undefined = `/images?${new URLSearchParams({ ...filter, limit: '100' })}`;
    for (let page = 0; path !== undefined && page < MOST_PAGES; page++) {
      const { url, answer } = await this.#call({ method: 'GET', path });
      if (answer.status !== 200) throw refusal('list images', url, answer);
      const content: { images?: Image[]; next?: string } = jsonOf(url, answer);
      images.push(...(content.images ?? []));
      path = content.next?.replace(/^(https?:\/\/[^/]*)?.*?\/v2(?=\/)/, '');
    }
    return images;
  }

  /** Undefined when there is none of this id. */
  async get(id: string): Promise<Image | undefined> {
    const { url, answer } = await this.#call({ method: 'GET', path: `/images/${id}` });
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw refusal('show an image', url, answer);
    return jsonOf<Image>(url, answer);
  }

  /** False when the id is taken, be it by an image that was deleted. */
  async create(image: { id: string; name: string } & Record<string, unknown>): Promise<boolean> {
    const { url, answer } = await this.#call({ method: 'POST', path: '/images', json: image });
    if (answer.status === 409) return false;
    if (answer.status === 201) return true;
    if (answer.status === 400 && image.disk_format === 'uki') {
      const message = `this Glance does not know the format uki: ${refusal('create the image', url, answer).message}`;
      throw new VimError(
        'CF6512',
        message,
        'leave --style out: a boot stub that names its kernel works on any Glance',
      );
    }
    throw refusal(`create the image ${image.name}`, url, answer);
  }

  /** Sends the bytes, once. The status: 204 done, 409 somebody else is at it. */
  async upload(id: string, bytes: Uint8Array, onProgress: (sent: number) => void): Promise<HttpAnswer> {
    const path = `/images/${id}/file`;
    return (await this.#call({ method: 'PUT', path, bytes, onProgress, once: true })).answer;
  }

  /** Removes an image; one that is gone is no error. */
  async remove(id: string): Promise<void> {
    const { url, answer } = await this.#call({ method: 'DELETE', path: `/images/${id}` });
    if (answer.status === 409) {
      throw new VimError(
        'CF6510',
        refusal(`remove image ${id}`, url, answer).message,
        'end what uses it first',
      );
    }
    if (answer.status !== 204 && answer.status !== 404) throw refusal(`remove image ${id}`, url, answer);
  }

  async #call(call: Call): Promise<{ url: string; answer: HttpAnswer }> {
    const base = await this.session.imageUrl();
    const answer = await this.session.call(base, call);
    this.serverTime = Date.parse(answer.headers.date ?? '');
    return { url: base + call.path, answer };
  }
}
