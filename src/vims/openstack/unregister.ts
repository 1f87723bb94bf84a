import { shownUrl } from '../../system/http-error.ts';
import { VimError } from '../error.ts';
import { jsonOf } from '../line.ts';
import { refusal } from '../refusal.ts';
import { isId, textOf } from '../text-of.ts';
import type { Glance, Image } from './glance.ts';
import type { Session } from './session.ts';

/** What was removed, and what stays because others use it; ids. */
export interface Removed {
  removed: string[];
  kept: string[];
  /** False where the cloud has no compute service that could use it. */
  instancesAsked: boolean;
}

/**
 * Removes an image that was registered, its kernel and its boot module, unless another image uses those, too, or they are
 * among `spared`; in a dry run it only says what it would remove. Throws VimError CF6510 when an instance uses it, or when it is a part that another image uses.
 */
export async function removeRegistration(
  glance: Glance,
  image: Image,
  { spared = [], dryRun = false }: { spared?: readonly (string | undefined)[]; dryRun?: boolean } = {},
): Promise<Removed> {
  const instances = await instancesOf(glance.session, image.id);
  if (instances && instances.length > 0) throw inUse(image, `instance ${instances.join(', ')}`);
  const users = await usersOf(glance, image.id, image.disk_format === 'ari' ? 'ramdisk_id' : 'kernel_id');
  if (users.length > 0)
    throw inUse(image, `image ${users.map(({ name, id }) => `${name} (${id})`).join(', ')}`);
  const remove = async (id: string) => dryRun || (await glance.remove(id));
  await remove(image.id);
  const result: Removed = { removed: [image.id], kept: [], instancesAsked: instances !== undefined };
  for (const role of ['kernel_id', 'ramdisk_id'] as const) {
    const id = image[role];
    if (!isId(id) || spared.includes(id)) continue;
    const others = (await usersOf(glance, id, role)).filter((user) => user.id !== image.id);
    if (others.length === 0) await remove(id);
    (others.length === 0 ? result.removed : result.kept).push(id);
  }
  return result;
}

/** Images that name this one as their part of that role. */
async function usersOf(glance: Glance, id: string, role: 'kernel_id' | 'ramdisk_id'): Promise<Image[]> {
  return glance.list({ [role]: id });
}

/** Ids of the instances made from an image, of all projects where one may ask; undefined: the cloud has no Nova. */
async function instancesOf(session: Session, imageId: string): Promise<string[] | undefined> {
  const base = await session.computeUrl();
  if (base === undefined) return undefined;
  const query = (all: string) => ({
    method: 'GET' as const,
    path: `/servers?image=${imageId}&limit=10${all}`,
  });
  const everywhere = await session.call(base, query('&all_tenants=1'));
  const answer = everywhere.status === 403 ? await session.call(base, query('')) : everywhere;
  if (answer.status !== 200) throw refusal('list the instances of an image', base, answer);
  const { servers } = jsonOf<{ servers?: unknown }>(base, answer);
  if (!Array.isArray(servers))
    throw new VimError('CF6517', `${shownUrl(base)} lists no servers`, 'is it the address of a Nova?');
  return servers.map((server: { id?: unknown } | null) => textOf(server?.id));
}

function inUse({ name, id }: Image, by: string): VimError {
  return new VimError('CF6510', `${name} (${id}) is used by ${by}`, 'remove that first');
}
