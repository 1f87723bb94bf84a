import { SystemError } from './error.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { interrupted } from './http-error.ts';
import type { System } from './system.ts';

const ATTEMPTS = 5;
/** Milliseconds before the second attempt; doubled for each further one. */
const FIRST_PAUSE = 250;
/** Milliseconds. A server that wants more is told of, not waited for. */
export const LONGEST_PAUSE = 60_000;

const PASSING = new Set([429, 500, 502, 503, 504]);

/**
 * Sends a request that may be sent again: while the server is too busy or fails in passing, and when the connection
 * breaks. Gives the last answer, whatever it is. Throws SystemError.
 */
export async function sendPatiently(
  { http, clock }: Pick<System, 'http' | 'clock'>,
  request: HttpRequest,
): Promise<HttpAnswer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await http.send(request).catch((error: unknown) => {
      if (attempt < ATTEMPTS && error instanceof SystemError && error.code === 'CF7204') return undefined;
      throw error;
    });
    const pause = retryAfter(answer, clock.wall()) ?? FIRST_PAUSE * 2 ** (attempt - 1);
    if (answer && (!passes(answer) || attempt === ATTEMPTS || pause > LONGEST_PAUSE)) return answer;
    await clock.pause(pause);
    if (request.signal?.aborted) throw interrupted(request.method, request.url);
  }
}

/** Whether a server may answer otherwise soon. 413 is about the size, unless it says when to come again. */
export function passes({ status, headers }: HttpAnswer): boolean {
  return PASSING.has(status) || (status === 413 && headers['retry-after'] !== undefined);
}

/** Milliseconds that the answer asks to wait: given as seconds, or as a date by the clock of who answers, else `now`. */
export function retryAfter(answer: HttpAnswer | undefined, now: number): number | undefined {
  const text = answer?.headers['retry-after'];
  if (text === undefined) return undefined;
  if (/^[0-9]+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  const sent = Date.parse(answer?.headers.date ?? '');
  return Number.isNaN(date) ? undefined : Math.max(0, date - (Number.isNaN(sent) ? now : sent));
}
