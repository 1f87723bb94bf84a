import { VimError } from '../error.ts';
import {
  type Description,
  differences,
  digestTag,
  isBootable,
  kernelDescription,
  partsOf,
  ramdiskDescription,
  stubBytes,
  stubDescription,
  TAG,
  type Wanted,
} from './description.ts';
import type { Glance, Image } from './glance.ts';
import { holds, type OnProgress, store } from './store.ts';
import { removeRegistration } from './unregister.ts';

/** What the cloud knows after a registration. */
export interface Registered {
  /** The image that instances are made from. */
  imageId: string;
  /** The same as `imageId` where the image itself is the kernel. */
  kernelId: string;
  /** Of the boot module, where there is one. */
  ramdiskId?: string | undefined;
  /** Whether any bytes were sent. */
  uploaded: boolean;
  /** Ids of images that this one took the place of. */
  removed: string[];
  /** Why others that it takes the place of are still there. */
  kept: string[];
}

export interface Request {
  wanted: Wanted;
  kernel: Uint8Array;
  /** The boot module of the kernel, where the configuration is in one. */
  ramdisk?: Uint8Array | undefined;
  /** Takes the place of what has the same name or digest. */
  replace: boolean;
  dryRun: boolean;
  onProgress: OnProgress;
}

/** Makes the cloud know an image; what it knows already is left alone. Throws VimError and SystemError. */
export async function register(glance: Glance, request: Request): Promise<Registered> {
  const { wanted, replace } = request;
  const projectId = await glance.session.projectId();
  const own = ({ owner, tags }: Image) => owner === projectId && tags.includes(TAG);
  const same = (await glance.list({ tag: digestTag(wanted.digest) })).filter(own);
  const found = findRegistered(same, request);
  if (found && !replace) return { ...found, uploaded: false, removed: [], kept: [] };
  const others = same.filter(isBootable).filter(({ id }) => id !== found?.imageId);
  const unlike = others.filter(({ status }) => status === 'active');
  if (unlike.length > 0 && !replace) throw registeredOtherwise(unlike[0]!, wanted);
  const sameName = (await glance.list({ name: wanted.name, owner: projectId })).filter(
    ({ tags }) => !tags.includes(digestTag(wanted.digest)),
  );
  refuseTaken(sameName, replace, own);
  const old = [...unlike, ...sameName];
  if (request.dryRun) return planned(found, old);
  const made = found ?? (await storeAll(glance, request, same));
  return { uploaded: false, ...made, ...(await removeAll(glance, old, made)) };
}

type Made = Pick<Registered, 'imageId' | 'kernelId' | 'ramdiskId'>;

function findRegistered(images: Image[], { wanted, kernel, ramdisk }: Request): Made | undefined {
  const kernels = images.filter((each) => isStored(each, kernelDescription(wanted), kernel, ['name']));
  if (wanted.style === 'uki') {
    const whole = kernels.find(({ name }) => name === wanted.name);
    return whole && { imageId: whole.id, kernelId: whole.id };
  }
  const modules = images.filter(
    (each) => ramdisk && isStored(each, ramdiskDescription(wanted), ramdisk, ['name']),
  );
  for (const { id: kernelId } of kernels) {
    for (const ramdiskId of ramdisk ? modules.map(({ id }) => id) : [undefined]) {
      const description = stubDescription(wanted, { kernelId, ramdiskId });
      const stub = images.find((each) => isStored(each, description, stubBytes(wanted.digest), []));
      if (stub) return { imageId: stub.id, kernelId, ramdiskId };
    }
  }
  return undefined;
}

function isStored(image: Image, description: Description, bytes: Uint8Array, free: string[]): boolean {
  if (image.status !== 'active' || !holds(image, bytes)) return false;
  return differences(image, description).every((name) => free.includes(name));
}

async function storeAll(
  glance: Glance,
  request: Request,
  same: Image[],
): Promise<Made & { uploaded: boolean }> {
  const { wanted, kernel, ramdisk, onProgress } = request;
  // A part of another name does as well, where the name is not what people see.
  const storePart = async (description: Description, bytes: Uint8Array) => {
    const free = wanted.style === 'uki' ? [] : ['name'];
    const there = same.find((each) => isStored(each, description, bytes, free));
    return there ? { id: there.id, uploaded: false } : store(glance, description, bytes, onProgress);
  };
  const { id: kernelId, uploaded } = await storePart(kernelDescription(wanted), kernel);
  if (wanted.style === 'uki') return { imageId: kernelId, kernelId, uploaded };
  const part = ramdisk && (await storePart(ramdiskDescription(wanted), ramdisk));
  const description = stubDescription(wanted, { kernelId, ramdiskId: part?.id });
  const stub = await store(glance, description, stubBytes(wanted.digest), onProgress);
  const sent = [uploaded, part?.uploaded, stub.uploaded].includes(true);
  return { imageId: stub.id, kernelId, ramdiskId: part?.id, uploaded: sent };
}

function registeredOtherwise(image: Image, wanted: Wanted): VimError {
  const parts = { kernelId: '', ...partsOf(image) };
  const description = wanted.style === 'uki' ? kernelDescription(wanted) : stubDescription(wanted, parts);
  const names = differences(image, description).join(', ');
  const message = `the image is registered as ${image.name} (${image.id}) and differs in ${names}`;
  return new VimError('CF6516', message, 'give --replace to register it anew, or leave it as it is');
}

function refuseTaken(images: Image[], replace: boolean, own: (image: Image) => boolean): void {
  const taken = images.find((image) => !replace || !own(image));
  if (!taken) return;
  const message = `an image ${taken.name} is there already: ${taken.id}`;
  const hint = own(taken)
    ? 'give --replace to put this one in its place, or another --name'
    : 'clickforge did not register it; choose another --name';
  throw new VimError('CF6509', message, hint);
}

function planned(found: Made | undefined, old: Image[]): Registered {
  const ids = found ?? { imageId: '(new)', kernelId: '(new)' };
  return { ...ids, uploaded: false, removed: old.map(({ id }) => id), kept: [] };
}

async function removeAll(glance: Glance, images: Image[], { kernelId, ramdiskId }: Made) {
  const removed: string[] = [];
  const kept: string[] = [];
  for (const image of images) {
    try {
      removed.push(...(await removeRegistration(glance, image, { spared: [kernelId, ramdiskId] })).removed);
    } catch (error) {
      if (!(error instanceof VimError) || error.code !== 'CF6510') throw error;
      kept.push(error.message);
    }
  }
  return { removed, kept };
}
