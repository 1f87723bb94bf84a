import { VimError } from '../error.ts';
import { TAG } from './description.ts';
import type { Glance, Image } from './glance.ts';

/** What was registered by clickforge: an image to make instances from, and its kernel where that is one of its own. */
export interface Registration {
  image: Image;
  kernel: Image | undefined;
}

/** All that the project sees, by name. Throws VimError and SystemError. */
export async function registrations(glance: Glance): Promise<Registration[]> {
  const images = await glance.list({ tag: TAG });
  const kernels = new Map(images.map((image) => [image.id, image]));
  return images
    .filter(({ disk_format }) => disk_format !== 'aki')
    .map((image) => ({ image, kernel: kernels.get(String(image.kernel_id ?? '')) }))
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
    ({ image, kernel }) =>
      image.id === word ||
      kernel?.id === word ||
      image.name === word ||
      (isDigest && String(image.clickforge_digest ?? '').startsWith(digest)),
  );
  if (found.length === 1) return found[0]!;
  if (found.length === 0) {
    const hint = '`clickforge register openstack list` shows what there is';
    throw new VimError('CF6511', `nothing that clickforge registered is called ${word}`, hint);
  }
  const ids = found.map(({ image }) => image.id).join(', ');
  throw new VimError('CF6509', `${found.length} registrations are called ${word}`, `give an id: ${ids}`);
}
