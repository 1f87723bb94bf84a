import type { HttpAnswer } from '../system/http.ts';
import { shownUrl } from '../system/http-error.ts';
import { sendPatiently } from '../system/patient-send.ts';
import type { System } from '../system/system.ts';
import { VimError } from '../vims/error.ts';
import { jsonOf, type Line } from '../vims/line.ts';
import { refusal } from '../vims/refusal.ts';
import { scrub } from '../vims/scrub.ts';
import { Secret } from '../vims/secret.ts';
import { MANIFEST_TYPE, type OciImage } from './oci.ts';

/** Where an image goes in a registry. */
export interface Reference {
  host: string;
  name: string;
  tag: string;
}

/** Takes `HOST[:PORT]/NAME[:TAG]` apart; undefined: it is none. */
export function parseReference(text: string): Reference | undefined {
  const name = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
  const pattern = `^([A-Za-z0-9.-]+(?::[0-9]+)?|\\[[0-9a-f:]+\\](?::[0-9]+)?)/(${name}(?:/${name})*)(?::([\\w][\\w.-]{0,127}))?$`;
  const match = new RegExp(pattern).exec(text);
  return match ? { host: match[1]!, name: match[2]!, tag: match[3] ?? 'latest' } : undefined;
}

/** Only on this machine is anything sent that others could read. */
export function baseUrl({ host }: Reference, plain: boolean): string {
  const here = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host);
  return `${plain || here ? 'http' : 'https'}://${host}`;
}

/** Puts an image into a registry by the distribution API; blobs that are there are not sent. Throws VimError. */
export class Registry {
  readonly #system: Pick<System, 'http' | 'clock'>;
  readonly #base: string;
  readonly #line: Line;
  /** User and password as HTTP's Basic has them, in base64. */
  readonly #credentials: Secret | undefined;
  #authorization: Secret | undefined;

  constructor(
    system: Pick<System, 'http' | 'clock'>,
    base: string,
    line: Line,
    credentials: Secret | undefined,
  ) {
    this.#system = system;
    this.#base = base;
    this.#line = line;
    this.#credentials = credentials;
  }

  /** Number of blobs that were sent. */
  async push({ name, tag }: Reference, { blobs, manifest }: OciImage): Promise<number> {
    let sent = 0;
    for (const { digest, bytes } of blobs) {
      const there = await this.#send('HEAD', `/v2/${name}/blobs/${digest}`);
      if (there.status === 200) continue;
      if (there.status !== 404) throw refusal('look for a blob', this.#base, there);
      await this.#upload(name, digest, bytes);
      sent++;
    }
    const path = `/v2/${name}/manifests/${tag}`;
    const answer = await this.#send('PUT', path, manifest, MANIFEST_TYPE);
    if (answer.status !== 201) throw refusal('take the manifest', this.#base + path, answer);
    return sent;
  }

  async #upload(name: string, digest: string, bytes: Uint8Array): Promise<void> {
    const start = await this.#send('POST', `/v2/${name}/blobs/uploads/`);
    if (start.status !== 202) throw refusal('take a blob', this.#base, start);
    const { location = '' } = start.headers;
    if (!URL.canParse(location, this.#base))
      throw new VimError('CF6517', 'the registry points to what is no address', 'is it a registry?');
    const place = new URL(location, this.#base);
    // Credentials go to the registry alone.
    if (place.origin !== new URL(this.#base).origin) {
      throw new VimError('CF6517', `the registry points to ${place.origin}`, 'push to that address');
    }
    place.searchParams.set('digest', digest);
    const path = place.pathname + place.search;
    const done = await this.#send('PUT', path, bytes, 'application/octet-stream');
    if (done.status !== 201) throw refusal('take a blob', this.#base, done);
  }

  async #send(method: string, path: string, body?: Uint8Array, type?: string): Promise<HttpAnswer> {
    const send = async () => {
      const headers = {
        ...(type ? { 'content-type': type } : {}),
        ...(this.#authorization ? { authorization: this.#authorization.reveal() } : {}),
      };
      const answer = await sendPatiently(this.#system, {
        ...this.#line,
        method,
        url: this.#base + path,
        headers,
        ...(body ? { body } : {}),
      });
      return this.#authorization ? scrub(answer, this.#authorization) : answer;
    };
    const answer = await send();
    if (answer.status !== 401) return answer;
    this.#authorization = await this.#authorize(answer.headers['www-authenticate'] ?? '');
    return send();
  }

  async #authorize(challenge: string): Promise<Secret> {
    const basic = this.#credentials && `Basic ${this.#credentials.reveal()}`;
    if (/^basic /i.test(challenge)) {
      if (basic) return new Secret(basic);
      const hint = '`skopeo login` or `docker login` keeps them where they are looked for';
      throw new VimError('CF6503', `${this.#base} wants credentials, and there are none`, hint);
    }
    const words = Object.fromEntries(
      [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
    );
    if (
      !/^bearer /i.test(challenge) ||
      !words.realm ||
      (this.#base.startsWith('https:') && !words.realm.startsWith('https:'))
    ) {
      throw new VimError(
        'CF6503',
        `${this.#base} asks for credentials in a way that is not known here`,
        'check the address',
      );
    }
    const query = new URLSearchParams({ service: words.service ?? '', scope: words.scope ?? '' });
    const url = `${words.realm}?${query}`;
    const headers = basic ? { authorization: basic } : {};
    const answer = await sendPatiently(this.#system, { ...this.#line, method: 'GET', url, headers });
    if (answer.status !== 200) throw refusal('give a token', url, answer);
    const { token, access_token: other } = jsonOf<{ token?: unknown; access_token?: unknown }>(url, answer);
    const given = token ?? other;
    // It goes into a header.
    if (typeof given === 'string' && /^[!-~]+$/.test(given)) return new Secret(`Bearer ${given}`);
    throw new VimError(
      'CF6517',
      `${shownUrl(words.realm)} gives no token`,
      'is it the address of a registry?',
    );
  }
}
