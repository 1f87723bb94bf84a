import type { HttpAnswer } from '../../system/http.ts';
import { shownUrl } from '../../system/http-error.ts';
import { VimError } from '../error.ts';
import { jsonOf } from '../line.ts';
import { refusal } from '../refusal.ts';
import { isId, textOf } from '../text-of.ts';
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
    for (let pages = 0; path !== undefined && pages < MOST_PAGES; pages++) {
      const { url, answer } = await this.#call({ method: 'GET', path });
      if (answer.status !== 200) throw refusal('list images', url, answer);
      const { images: page, next }: { images?: unknown; next?: unknown } = jsonOf(url, answer);
      if (!Array.isArray(page)) throw noImage(url);
      images.push(...page.map((each) => imageOf(url, each)));
      path = typeof next === 'string' ? next.replace(/^(https?:\/\/[^/]*)?.*?\/v2(?=\/)/, '') : undefined;
    }
    return images;
  }

  /** Undefined when there is none of this id. */
  async get(id: string): Promise<Image | undefined> {
    const { url, answer } = await this.#call({ method: 'GET', path: `/images/${id}` });
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw refusal('show an image', url, answer);
    return imageOf(url, jsonOf(url, answer));
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

/** What Glance tells of an image, if all of it is there that is looked at. Throws VimError. */
function imageOf(url: string, content: unknown): Image {
  const { id, name, status, tags = [], updated_at = '', ...others } = (content ?? {}) as Partial<Image>;
  const isImage = isId(id) && [status, updated_at].every((each) => typeof each === 'string');
  if (!isImage || !Array.isArray(tags)) throw noImage(url);
  const texts = { name: typeof name === 'string' ? textOf(name) : null, tags: tags.map(textOf) };
  return { ...others, id, status, updated_at, ...texts } as Image;
}

function noImage(url: string): VimError {
  return new VimError('CF6517', `${shownUrl(url)} does not tell of images`, 'is it the address of a Glance?');
}
