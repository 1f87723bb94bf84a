import { VimError } from '../error.ts';
import { jsonOf } from '../line.ts';
import { refusal } from '../refusal.ts';
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
 * Removes an image that was registered and its kernel, unless another image uses that, too, or it is one of `spared`.
 * Throws VimError CF6510 when an instance uses it, or when it is a kernel that another image uses.
 */
export async function removeRegistration(
  glance: Glance,
  image: Image,
  spared: readonly string[] = [],
): Promise<Removed> {
  const instances = await instancesOf(glance.session, image.id);
  if (instances && instances.length > 0) throw inUse(image, `instance ${instances.join(', ')}`);
  const users = await usersOf(glance, image.id);
  if (users.length > 0)
    throw inUse(image, `image ${users.map(({ name, id }) => `${name} (${id})`).join(', ')}`);
  await glance.remove(image.id);
  const kernelId = typeof image.kernel_id === 'string' ? image.kernel_id : undefined;
  const result = { removed: [image.id], kept: [] as string[], instancesAsked: instances !== undefined };
  if (kernelId === undefined || spared.includes(kernelId)) return result;
  if ((await usersOf(glance, kernelId)).length > 0) return { ...result, kept: [kernelId] };
  await glance.remove(kernelId);
  return { ...result, removed: [image.id, kernelId] };
}

/** Images that name this one as their kernel. */
async function usersOf(glance: Glance, kernelId: string): Promise<Image[]> {
  return glance.list({ kernel_id: kernelId });
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
  const { servers = [] } = jsonOf<{ servers?: { id: string }[] }>(base, answer);
  return servers.map(({ id }) => id);
}

function inUse({ name, id }: Image, by: string): VimError {
  return new VimError('CF6510', `${name} (${id}) is used by ${by}`, 'remove that first');
}
