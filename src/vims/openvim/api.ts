import type { HttpAnswer } from '../../system/http.ts';
import { sendPatiently } from '../../system/patient-send.ts';
import type { System } from '../../system/system.ts';
import { VimError } from '../error.ts';
import { jsonOf, type Line } from '../line.ts';
import { refusal } from '../refusal.ts';
import { isId } from '../text-of.ts';

/** A row of any of OpenVIM's tables. */
export interface Row {
  id: string;
  name: string;
  [field: string]: unknown;
}

/** OpenVIM's interface, as far as it is needed. Methods throw VimError and SystemError. */
export class Openvim {
  readonly #system: Pick<System, 'http' | 'clock'>;
  readonly #line: Line;
  readonly #base: string;

  /** `base` as in http://vim:9080/openvim */
  constructor(system: Pick<System, 'http' | 'clock'>, base: string, line: Line) {
    this.#system = system;
    this.#base = base.replace(/\/+$/, '');
    this.#line = line;
  }

  /** Rows of a list; `kind` is the plural that OpenVIM has for it. */
  async list(path: string, kind: string): Promise<Row[]> {
    const { url, answer } = await this.#get(path);
    if (answer.status !== 200) throw refusal(`list ${kind}`, url, answer);
    const rows = jsonOf<Record<string, unknown>>(url, answer)[kind];
    if (Array.isArray(rows) && rows.every(isRow)) return rows;
    throw new VimError('CF6517', `${url} lists no ${kind}`, 'is it the address of an OpenVIM?');
  }

  /** Undefined when there is none. */
  async get(path: string, kind: string): Promise<Row | undefined> {
    const { url, answer } = await this.#get(path);
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw refusal(`show a ${kind}`, url, answer);
    return rowOf(url, answer, kind);
  }

  /** Sent once: OpenVIM takes the same thing twice without a word. */
  async create(path: string, kind: string, descriptor: object): Promise<Row> {
    const url = this.#base + path;
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const body = Buffer.from(JSON.stringify(descriptor));
    const answer = await this.#system.http.send({ ...this.#line, method: 'POST', url, headers, body });
    if (answer.status === 409) {
      const { message } = refusal(`make the ${kind}`, url, answer);
      throw new VimError('CF6509', message, 'choose another name, path or address');
    }
    if (answer.status !== 200) throw refusal(`make the ${kind}`, url, answer);
    return rowOf(url, answer, kind);
  }

  async remove(path: string): Promise<void> {
    const url = this.#base + path;
    const answer = await sendPatiently(this.#system, { ...this.#line, method: 'DELETE', url });
    if (answer.status !== 200 && answer.status !== 404) throw refusal('remove it', url, answer);
  }

  async #get(path: string): Promise<{ url: string; answer: HttpAnswer }> {
    const url = this.#base + path;
    const headers = { accept: 'application/json' };
    return { url, answer: await sendPatiently(this.#system, { ...this.#line, method: 'GET', url, headers }) };
  }
}

function rowOf(url: string, answer: HttpAnswer, kind: string): Row {
  const row = jsonOf<Record<string, unknown>>(url, answer)[kind];
  if (isRow(row)) return row;
  throw new VimError('CF6517', `${url} answers without a ${kind}`, 'is it the address of an OpenVIM?');
}

function isRow(row: unknown): row is Row {
  return typeof row === 'object' && row !== null && isId((row as Partial<Row>).id);
}
