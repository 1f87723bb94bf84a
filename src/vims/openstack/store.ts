import { createHash, getHashes } from 'node:crypto';
import { SystemError } from '../../system/error.ts';
import type { HttpAnswer } from '../../system/http.ts';
import { LONGEST_PAUSE, passes, retryAfter } from '../../system/patient-send.ts';
import { VimError } from '../error.ts';
import { refusal } from '../refusal.ts';
import { type Description, idOf } from './description.ts';
import { Glance, type Image } from './glance.ts';

/** Called with the image's name and how much of it has gone out. */
export type OnProgress = (name: string, sent: number, size: number) => void;

/** Ids of deleted images are never free again, so there are several for the same thing. */
const GENERATIONS = 64;
const ATTEMPTS = 4;
/** Milliseconds between looks at an upload of somebody else. */
const LOOK = 500;
/** Milliseconds after which an image that was made and got no bytes is one that was forgotten. */
const FORGOTTEN = 5_000;
/** So many times the silence that is allowed to a server, and an upload is one that broke. */
const BROKEN = 10;

/**
 * Makes an image of this description hold these bytes, whoever else is at the same: made by one, and found or carried on
 * by the others. What it has begun and cannot finish is removed. Gives the image's id. Throws VimError and SystemError.
 */
export async function store(
  glance: Glance,
  description: Description,
  bytes: Uint8Array,
  onProgress: OnProgress,
): Promise<{ id: string; uploaded: boolean }> {
  const projectId = await glance.session.projectId();
  for (let generation = 0; generation < GENERATIONS; generation++) {
    const id = idOf(description, projectId, generation);
    const own = await glance.create({ ...description, id });
    try {
      const uploaded = await fill(glance, { id, name: description.name, own }, bytes, onProgress);
      if (uploaded !== undefined) return { id, uploaded };
    } catch (error) {
      if (own) await new Glance(glance.session.uninterrupted()).remove(id).catch(() => {});
      throw error;
    }
  }
  const hint = 'ask the operator to purge deleted images, or choose another name';
  throw new VimError('CF6506', `${description.name} was registered and removed too many times`, hint);
}

interface Target {
  id: string;
  name: string;
  /** Made by this run. */
  own: boolean;
}

/** Whether this run sent the bytes; undefined when the image is gone. */
async function fill(
  glance: Glance,
  target: Target,
  bytes: Uint8Array,
  onProgress: OnProgress,
): Promise<boolean | undefined> {
  const { clock, timeout } = glance.session;
  const start = clock.now();
  let failures = 0;
  let sending = target.own;
  let sent = false;
  for (;;) {
    const failure = sending ? await send(glance, target, bytes, onProgress) : undefined;
    sent ||= sending;
    if (failure && ++failures === ATTEMPTS) throw failure.error;
    if (failure) await clock.pause(failure.pause ?? LOOK * failures);
    const image = await glance.get(target.id);
    if (!image || /deleted|killed/.test(image.status)) return undefined;
    if (image.status === 'active') {
      await verify(glance, image, bytes, target.own);
      return sent;
    }
    const age = glance.serverTime - Date.parse(image.updated_at);
    if (image.status === 'saving' && age > BROKEN * timeout) {
      await glance.remove(image.id);
      return undefined;
    }
    sending = image.status === 'queued' && (failure !== undefined || age > FORGOTTEN);
    if (sending) continue;
    if (clock.now() - start > timeout) throw busy(image);
    await clock.pause(LOOK);
  }
}

interface Failure {
  error: Error;
  /** Milliseconds that the server wants to be left alone. */
  pause?: number | undefined;
}

/** Why the bytes did not get there although they may another time; undefined when they did, or another sends them. */
async function send(
  glance: Glance,
  { id, name }: Target,
  bytes: Uint8Array,
  onProgress: OnProgress,
): Promise<Failure | undefined> {
  let answer: HttpAnswer;
  try {
    answer = await glance.upload(id, bytes, (sent) => onProgress(name, sent, bytes.length));
  } catch (error) {
    if (error instanceof SystemError && error.code === 'CF7204') return { error };
    throw error;
  }
  if (answer.status === 204 || answer.status === 409) return undefined;
  const error = refusal(`take the bytes of ${name}`, await glance.session.imageUrl(), answer);
  const pause = retryAfter(answer, glance.session.clock.wall());
  if (passes(answer) && (pause ?? 0) <= LONGEST_PAUSE) return { error, pause };
  throw error;
}

async function verify(glance: Glance, image: Image, bytes: Uint8Array, own: boolean): Promise<void> {
  if (holds(image, bytes)) return;
  if (own) await glance.remove(image.id);
  const hint = own
    ? 'it was removed; run the command again'
    : `unregister it: clickforge unregister openstack ${image.id}`;
  throw new VimError(
    'CF6508',
    `image ${image.id} (${image.name}) holds other bytes than were to be sent`,
    hint,
  );
}

/** Whether Glance holds these bytes, by the best of the sums that it tells. */
export function holds(image: Image, bytes: Uint8Array): boolean {
  if (image.size !== null && image.size !== bytes.length) return false;
  const { os_hash_algo: algorithm, os_hash_value: value, checksum } = image;
  const sum = (name: string) => createHash(name).update(bytes).digest('hex');
  if (algorithm && value && getHashes().includes(algorithm)) return sum(algorithm) === value;
  return checksum !== null && sum('md5') === checksum;
}

function busy({ id, updated_at }: Image): VimError {
  const message = `image ${id} is being uploaded by somebody else since ${updated_at}`;
  return new VimError(
    'CF6510',
    message,
    'run the command again: an upload that broke is cleared away in the end',
  );
}
