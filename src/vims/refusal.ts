import type { HttpAnswer } from '../system/http.ts';
import { shownUrl } from '../system/http-error.ts';
import { VimError } from './error.ts';
import { textOf } from './text-of.ts';

/** Characters of a server's own words that are shown. */
const MOST = 300;

/** What an answer comes to that is not the one hoped for. `what`: infinitive, as in "create the image". */
export function refusal(what: string, url: string, answer: HttpAnswer): VimError {
  const { status } = answer;
  const said = wordsOf(answer);
  const message = `${shownUrl(url)} refuses to ${what}: ${status}${said && ` ${said}`}`;
  if (status === 401) return new VimError('CF6503', message, 'check the credentials');
  if (status === 403) return new VimError('CF6505', message, 'ask the operator for the right to do so');
  if (status === 413 || status === 429) {
    return new VimError('CF6515', message, 'free what is not needed, or ask the operator for more');
  }
  if (status >= 500)
    return new VimError('CF6507', message, "look into the server's log, and try again later");
  if (status >= 300 && status < 400) {
    const place = shownUrl(answer.headers.location ?? '');
    return new VimError(
      'CF6506',
      `${shownUrl(url)} points to ${place}`,
      'write that address into the settings',
    );
  }
  return new VimError('CF6506', message, "the server's own words say why");
}

/** What a server says about an error: the sentence in its JSON or HTML, made fit for one line of a terminal. */
function wordsOf({ body, headers }: HttpAnswer): string {
  const text = body.subarray(0, 16 * MOST).toString('utf8');
  const type = headers['content-type'] ?? '';
  const sentence = type.includes('json')
    ? sentenceIn(text)
    : text.replace(/<(style|title|head)[\s\S]*?<\/\1>/g, ' ');
  const plain = sentence
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\u0000-\u0020\u007f-\u009f]+/g, ' ')
    .trim();
  return plain.length > MOST ? `${plain.substring(0, MOST)}…` : plain;
}

function sentenceIn(json: string): string {
  try {
    const content = JSON.parse(json) as Record<string, unknown>;
    const inner = Object.values(content).find((value) => typeof value === 'object' && value !== null);
    const { message, description } = (inner ?? content) as { message?: unknown; description?: unknown };
    return textOf(message ?? description ?? '');
  } catch {
    return '';
  }
}
