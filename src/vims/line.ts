import type { HttpAnswer, TlsSettings } from '../system/http.ts';
import { shownUrl } from '../system/http-error.ts';
import { VimError } from './error.ts';

/** How all requests to one VIM are sent. */
export interface Line {
  /** Milliseconds; see HttpRequest. */
  timeout: number;
  tls?: TlsSettings;
  signal?: AbortSignal;
}

/** The answer's body as JSON. Throws VimError. */
export function jsonOf<Content>(url: string, { body }: HttpAnswer): Content {
  try {
    const content: unknown = JSON.parse(body.toString('utf8'));
    if (typeof content === 'object' && content !== null) return content as Content;
  } catch {
    // Told below, without what came.
  }
  throw new VimError('CF6517', `${shownUrl(url)} does not answer in JSON`, 'check the address');
}
