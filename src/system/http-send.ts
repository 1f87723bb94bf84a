import * as http from 'node:http';
import * as https from 'node:https';
import type { HttpAnswer, HttpRequest, TlsSettings } from './http.ts';
import { httpError, interrupted, timedOut, tooLong } from './http-error.ts';

/** Bytes; small enough to show how an upload gets on. */
const PIECE = 64 * 1024;
/** Bytes; no list that a service gives comes near. */
const LONGEST_ANSWER = 64 * 1024 * 1024;

/** Sends one request over a connection of its own. Throws SystemError. */
export function send(request: HttpRequest): Promise<HttpAnswer> {
  const { method, url } = request;
  return new Promise((resolve, reject) => {
    let outgoing: http.ClientRequest | undefined;
    let timer: NodeJS.Timeout | undefined;
    const stop = () => end(() => reject(interrupted(method, url)));
    const end = (settle: () => void) => {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', stop);
      settle();
      outgoing?.destroy();
    };
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => end(() => reject(timedOut(method, url, request.timeout))), request.timeout);
    };
    const fail = (error: unknown) => end(() => reject(httpError(method, url, error)));
    if (request.signal?.aborted) return stop();
    request.signal?.addEventListener('abort', stop);
    alive();
    try {
      outgoing = open(request);
    } catch (error) {
      return fail(error);
    }
    let answered = false;
    // A server that answers before it has read all may close the connection: its answer counts.
    outgoing.on('error', (error) => answered || fail(error));
    outgoing.on('response', (incoming) => {
      answered = true;
      collect(incoming).then(
        (body) => end(() => (body ? resolve(answerOf(incoming, body)) : reject(tooLong(method, url)))),
        fail,
      );
    });
    write(outgoing, request, () => !answered, alive);
  });
}

function open({ method, url, headers, body, tls }: HttpRequest): http.ClientRequest {
  const length = body || method === 'POST' || method === 'PUT' ? { 'content-length': body?.length ?? 0 } : {};
  // A connection that was kept open may be closed by the server just when it is used again.
  const options = { method, agent: false, headers: { connection: 'close', ...headers, ...length } } as const;
  return new URL(url).protocol === 'https:'
    ? https.request(url, { ...options, ...tlsOptions(tls) })
    : http.request(url, options);
}

function tlsOptions({ authorities, certificate, key, insecure }: TlsSettings = {}): https.RequestOptions {
  return {
    ...(authorities ? { ca: Buffer.from(authorities) } : {}),
    ...(certificate ? { cert: Buffer.from(certificate) } : {}),
    ...(key ? { key: Buffer.from(key) } : {}),
    rejectUnauthorized: !insecure,
  };
}

function write(
  outgoing: http.ClientRequest,
  { body, onProgress }: HttpRequest,
  wanted: () => boolean,
  alive: () => void,
): void {
  let at = 0;
  const next = () => {
    if (!wanted() || outgoing.destroyed) return;
    if (at > 0) alive();
    if (body && at > 0) onProgress?.(Math.min(at, body.length));
    if (!body || at >= body.length) {
      outgoing.end();
      return;
    }
    const piece = body.subarray(at, at + PIECE);
    at += piece.length;
    outgoing.write(piece, next);
  };
  next();
}

/** Undefined for an answer that does not end. */
async function collect(incoming: http.IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of incoming) {
    pieces.push(piece as Buffer);
    size += (piece as Buffer).length;
    if (size > LONGEST_ANSWER) return undefined;
  }
  return Buffer.concat(pieces);
}

function answerOf({ statusCode, headers }: http.IncomingMessage, body: Buffer): HttpAnswer {
  const flat = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return { status: statusCode ?? 0, headers: Object.fromEntries(flat), body };
}
