import { errnoOf, reasonOf, SystemError } from './error.ts';

const UNREACHABLE =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ETIMEDOUT|EADDRNOTAVAIL)$/;
const UNTRUSTED =
  /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|EPROTO)/;

/** A URL as it may be shown: without what stands for a user, and without the query. */
export function shownUrl(url: string): string {
  try {
    const { origin, pathname } = new URL(url);
    return origin + pathname;
  } catch {
    return 'an address that is no URL';
  }
}

/** Why no answer came, told in one sentence. */
export function httpError(method: string, url: string, error: unknown): SystemError {
  const at = shownUrl(url);
  const code = errnoOf(error);
  if (UNREACHABLE.test(code)) {
    return new SystemError('CF7201', `cannot reach ${at}: ${code}`, 'check the address and the network');
  }
  if (UNTRUSTED.test(code)) {
    const hint = "name the file with the authority's certificate; --insecure would trust anybody";
    return new SystemError('CF7202', `cannot trust the server of ${at}: ${reasonOf(error)}`, hint);
  }
  return new SystemError(
    'CF7204',
    `${method} ${at}: the connection broke (${reasonOf(error)})`,
    'try it again',
  );
}

export function timedOut(method: string, url: string, milliseconds: number): SystemError {
  return new SystemError(
    'CF7203',
    `${method} ${shownUrl(url)}: nothing came for ${milliseconds / 1000} s`,
    'check the server, or allow more with --timeout',
  );
}

export function interrupted(method: string, url: string): SystemError {
  return new SystemError('CF7205', `${method} ${shownUrl(url)} was interrupted`, 'run the command again');
}

export function tooLong(method: string, url: string): SystemError {
  const message = `${method} ${shownUrl(url)}: the answer is longer than anything that makes sense`;
  return new SystemError('CF7204', message, 'check the address');
}
