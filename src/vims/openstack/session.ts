import type { HttpAnswer } from '../../system/http.ts';
import { sendPatiently } from '../../system/patient-send.ts';
import type { System } from '../../system/system.ts';
import { VimError } from '../error.ts';
import type { Line } from '../line.ts';
import { scrub } from '../scrub.ts';
import { endpointOf, logIn, type Token } from './keystone.ts';
import type { CloudSettings } from './settings.ts';

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Follows the version in the URL, as in `/images`. */
  path: string;
  json?: object;
  bytes?: Uint8Array;
  onProgress?: (sent: number) => void;
  /** Must not be sent again when it is not known whether it was done. */
  once?: boolean;
}

/** Talks to the services of one cloud: logs in when it has to, and again when the token does not do any more. */
export class Session {
  readonly #system: Pick<System, 'http' | 'clock'>;
  readonly #settings: CloudSettings;
  readonly #line: Line;
  #token: Promise<Token> | undefined;

  constructor(system: Pick<System, 'http' | 'clock'>, settings: CloudSettings, line: Line) {
    this.#system = system;
    this.#settings = settings;
    this.#line = line;
  }

  get clock(): System['clock'] {
    return this.#system.clock;
  }

  /** Milliseconds that a server may be silent. */
  get timeout(): number {
    return this.#line.timeout;
  }

  /** The same, for what has to be done although the user does not want to wait any more. */
  uninterrupted(): Session {
    const { signal: _, ...line } = this.#line;
    const session = new Session(this.#system, this.#settings, line);
    session.#token = this.#token;
    return session;
  }

  async projectId(): Promise<string> {
    const { projectId } = await this.#logIn();
    if (projectId !== undefined) return projectId;
    throw new VimError('CF6501', 'the token is for no project', 'name one: OS_PROJECT_NAME');
  }

  /** Base URL of Glance's API of version 2. Throws VimError. */
  async imageUrl(): Promise<string> {
    const { imageEndpoint, interface: wanted, region } = this.#settings;
    const url = imageEndpoint ?? endpointOf(await this.#logIn(), 'image', this.#settings);
    if (url !== undefined) return `${url.replace(/\/(v2)?\/?$/, '')}/v2`;
    const where = region === undefined ? '' : ` in region ${region}`;
    throw new VimError(
      'CF6504',
      `the catalogue has no ${wanted} image service${where}`,
      'check OS_REGION_NAME and OS_INTERFACE',
    );
  }

  /** Base URL of Nova's API; undefined where the cloud has none. */
  async computeUrl(): Promise<string | undefined> {
    return endpointOf(await this.#logIn(), 'compute', this.#settings);
  }

  /** Sends a request and gives the answer, whatever it is. Throws VimError for the login, and SystemError. */
  async call(base: string, call: Call): Promise<HttpAnswer> {
    const first = await this.#send(base, call, await this.#logIn());
    if (first.status !== 401) return first;
    // The token may have run out, or have been revoked.
    this.#token = undefined;
    return this.#send(base, call, await this.#logIn());
  }

  #logIn(): Promise<Token> {
    this.#token ??= logIn(this.#system, this.#settings, this.#line);
    return this.#token;
  }

  async #send(
    base: string,
    { method, path, json, bytes, onProgress, once }: Call,
    token: Token,
  ): Promise<HttpAnswer> {
    const type = json ? 'application/json' : bytes ? 'application/octet-stream' : undefined;
    const body = json ? Buffer.from(JSON.stringify(json)) : bytes;
    const request = {
      ...this.#line,
      method,
      url: base + path,
      headers: {
        accept: 'application/json',
        'x-auth-token': token.value.reveal(),
        ...(type ? { 'content-type': type } : {}),
      },
      ...(body ? { body } : {}),
      ...(onProgress ? { onProgress } : {}),
    };
    const answer = await (once ? this.#system.http.send(request) : sendPatiently(this.#system, request));
    return scrub(answer, token.value);
  }
}
