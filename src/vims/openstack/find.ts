import { VimError } from '../error.ts';
import { textOf } from '../text-of.ts';
import { isBootable, partsOf, TAG } from './description.ts';
import type { Glance, Image } from './glance.ts';

/** What was registered by clickforge: an image to make instances from, and its parts where they are of their own. */
export interface Registration {
  image: Image;
  kernel: Image | undefined;
  ramdisk: Image | undefined;
}

/** All that the project sees, by name. Throws VimError and SystemError. */
export async function registrations(glance: Glance): Promise<Registration[]> {
  const images = await glance.list({ tag: TAG });
  const byId = new Map(images.map((image) => [image.id, image]));
  return images
    .filter(isBootable)
    .map((image) => {
      const { kernelId = '', ramdiskId = '' } = partsOf(image);
      return { image, kernel: byId.get(kernelId), ramdisk: byId.get(ramdiskId) };
    })
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function sortKey({ image }: Registration): string {
  return `${image.name} ${image.id}`;
}

/** The one registration of this name, id or digest (or the first 8 digits of it at least). Throws VimError. */
export async function findRegistration(glance: Glance, word: string): Promise<Registration> {
  const digest = word.toLowerCase().replace(/^sha256[:-]/, '');
  const isDigest = /^[0-9a-f]{8,64}$/.test(digest);
  const found = (await registrations(glance)).filter(
    ({ image, kernel, ramdisk }) =>
      [image.id, kernel?.id, ramdisk?.id].includes(word) ||
      image.name === word ||
      (isDigest && textOf(image.clickforge_digest).startsWith(digest)),
  );
  if (found.length === 1) return found[0]!;
  if (found.length === 0) {
    const hint = '`clickforge register openstack list` shows what there is';
    throw new VimError('CF6511', `nothing that clickforge registered is called ${word}`, hint);
  }
  const ids = found.map(({ image }) => image.id).join(', ');
  throw new VimError('CF6509', `${found.length} registrations are called ${word}`, `give an id: ${ids}`);
}
