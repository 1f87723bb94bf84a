import type { HttpAnswer } from '../system/http.ts';
import type { Secret } from './secret.ts';

/** An answer whose body does not give back what was entrusted to the server: some tell all of a request they refuse. */
export function scrub(answer: HttpAnswer, ...secrets: readonly Secret[]): HttpAnswer {
  if (answer.status < 400) return answer;
  let text = answer.body.toString('latin1');
  for (const secret of secrets) {
    const value = Buffer.from(secret.reveal(), 'utf8').toString('latin1');
    const escaped = JSON.stringify(secret.reveal()).slice(1, -1);
    for (const form of [value, escaped]) if (form !== '') text = text.replaceAll(form, String(secret));
  }
  return { ...answer, body: Buffer.from(text, 'latin1') };
}
