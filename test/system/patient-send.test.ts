import { expect, test } from 'vitest';
import type { Http, HttpAnswer } from '../../src/system/http.ts';
import { httpError } from '../../src/system/http-error.ts';
import { sendPatiently } from '../../src/system/patient-send.ts';
import { memorySystem } from './memory-system.ts';

const REQUEST = { method: 'GET', url: 'http://h/', timeout: 1000 };
const broken = httpError('GET', 'http://h/', Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
const unreachable = httpError(
  'GET',
  'http://h/',
  Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
);

/** Sends to a server that answers so, the last again and again; gives the outcome and the pauses. */
async function send(...answers: (Partial<HttpAnswer> | Error)[]) {
  const pauses: number[] = [];
  const http: Http = {
    async send() {
      const next = answers.length > 1 ? answers.shift()! : answers[0]!;
      if (next instanceof Error) throw next;
      return { status: 200, headers: {}, body: Buffer.alloc(0), ...next };
    },
  };
  const { clock } = memorySystem();
  const pause = async (milliseconds: number) => void pauses.push(milliseconds);
  const outcome = await sendPatiently({ http, clock: { ...clock, pause } }, REQUEST).then(
    ({ status }) => status,
    (error: { code: string }) => error.code,
  );
  return { outcome, pauses };
}

const after = (seconds: string) => ({ 'retry-after': seconds });
/** A server whose clock is far from that of this machine. */
const ahead = (seconds: string) => ({
  date: 'Thu, 01 Jan 2099 00:00:00 GMT',
  'retry-after': `Thu, 01 Jan 2099 00:00:${seconds} GMT`,
});

test.each([
  ['what is answered at once', [{ status: 404 }], 404, []],
  ['a failure that passes', [{ status: 500 }, { status: 503 }, { status: 200 }], 200, [250, 500]],
  ['a failure that stays', [{ status: 502 }], 502, [250, 500, 1000, 2000]],
  ['connections that break', [broken, broken, { status: 200 }], 200, [250, 500]],
  ['connections that break again and again', [broken], 'CF7204', [250, 500, 1000, 2000]],
  ['nobody there', [unreachable], 'CF7201', []],
  ['seconds to wait', [{ status: 429, headers: after('7') }, { status: 200 }], 200, [7000]],
  ['a date to wait for', [{ status: 503, headers: after('Thu, 01 Jan 1970 00:00:09 GMT') }, {}], 200, [9000]],
  ['a date that is gone', [{ status: 503, headers: after('Wed, 31 Dec 1969 00:00:00 GMT') }, {}], 200, [0]],
  ['a date by the clock of the server', [{ status: 503, headers: ahead('08') }, {}], 200, [8000]],
  ['a wait that nobody can tell', [{ status: 429, headers: after('soon') }, {}], 200, [250]],
  ['a wait that is too long', [{ status: 429, headers: after('3600') }], 429, []],
  ['too much', [{ status: 413 }], 413, []],
  ['too much for now', [{ status: 413, headers: after('1') }, {}], 200, [1000]],
])('%s', async (_, answers, outcome, pauses) => {
  expect(await send(...answers)).toEqual({ outcome, pauses });
});
