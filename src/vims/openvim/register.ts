import { createHash } from 'node:crypto';
import { VimError } from '../error.ts';
import { textOf } from '../text-of.ts';
import type { Openvim, Row } from './api.ts';
import {
  digestWords,
  flavorDescriptor,
  imageDescriptor,
  serverDescriptor,
  tenantDescriptor,
  type Wanted,
} from './descriptors.ts';
import { UUID } from './rules.ts';

/** What OpenVIM knows after a registration; ids. Undefined: it would be made, in a dry run. */
export interface Registered {
  tenantId: string | undefined;
  flavorId: string | undefined;
  imageId: string | undefined;
  serverId: string | undefined;
  /** What this run made, in order. */
  made: string[];
  /** The VIM runs in test mode, where it looks at no file. */
  testMode: boolean;
}

export interface Request {
  wanted: Wanted;
  bytes: Uint8Array;
  dryRun: boolean;
  /** Puts the image to its place on the host, where that is wanted. */
  copy: () => Promise<void>;
}

/** Makes OpenVIM know tenant, flavor, image and server; what it knows already is left alone. */
export async function register(vim: Openvim, request: Request): Promise<Registered> {
  const { wanted } = request;
  const done: Registered = {
    tenantId: undefined,
    flavorId: undefined,
    imageId: undefined,
    serverId: undefined,
    made: [],
    testMode: false,
  };
  const tenant = await findTenant(vim, wanted.tenant);
  if (request.dryRun) return plan(vim, request, { ...done, tenantId: tenant });
  done.tenantId = tenant ?? (await make(vim, done, '/tenants', 'tenant', tenantDescriptor(wanted))).id;
  const found = await findImage(vim, done.tenantId, wanted);
  const flavor = await findFlavor(vim, done.tenantId, wanted);
  const networks = await findNetworks(vim, wanted);
  const at = `/${done.tenantId}`;
  done.flavorId = flavor ?? (await make(vim, done, `${at}/flavors`, 'flavor', flavorDescriptor(wanted))).id;
  done.imageId = found ?? (await makeImage(vim, done, request));
  if (!wanted.server) return done;
  const place = { imageRef: done.imageId, flavorRef: done.flavorId, networks };
  const server = await findServer(vim, done.tenantId, wanted.server.name, done.imageId);
  const descriptor = serverDescriptor(wanted, place);
  done.serverId = server ?? (await make(vim, done, `${at}/servers`, 'server', descriptor)).id;
  return done;
}

/** Looks for everything and makes nothing. */
async function plan(vim: Openvim, { wanted }: Request, done: Registered): Promise<Registered> {
  await findNetworks(vim, wanted);
  const { tenantId } = done;
  if (tenantId === undefined) return { ...done, made: ['tenant', 'flavor', 'image'] };
  const imageId = await findImage(vim, tenantId, wanted);
  const flavorId = await findFlavor(vim, tenantId, wanted);
  const made = [...(flavorId ? [] : ['flavor']), ...(imageId ? [] : ['image'])];
  return { ...done, imageId, flavorId, made: wanted.server ? [...made, 'server'] : made };
}

async function make(
  vim: Openvim,
  done: Registered,
  path: string,
  kind: string,
  descriptor: object,
): Promise<Row> {
  try {
    const row = await vim.create(path, kind, descriptor);
    done.made.push(kind);
    return row;
  } catch (error) {
    const { id } = (descriptor as Record<string, { id?: string }>)[kind] ?? {};
    if (!(error instanceof VimError) || error.code !== 'CF6509' || id === undefined) throw error;
    // Whoever registers the same at the same moment comes to the same id.
    const row = await vim.get(`${path}/${id}`, kind);
    if (row) return row;
    throw error;
  }
}

async function findTenant(vim: Openvim, tenant: string): Promise<string | undefined> {
  if (UUID.test(tenant)) return tenant;
  return only(await vim.list(`/tenants?name=${encodeURIComponent(tenant)}`, 'tenants'), 'tenant', tenant)?.id;
}

/** Of several of one name nobody can tell which one is meant. */
function only(rows: Row[], kind: string, name: string): Row | undefined {
  if (rows.length <= 1) return rows[0];
  const ids = rows.map(({ id }) => id).join(', ');
  throw new VimError('CF6509', `there are ${rows.length} of ${kind} ${name}: ${ids}`, 'give its id instead');
}

async function findImage(vim: Openvim, tenantId: string, wanted: Wanted): Promise<string | undefined> {
  const rows = await vim.list(`/${tenantId}/images`, 'images');
  const same = rows.filter(({ description }) => textOf(description).includes(digestWords(wanted.digest)));
  const exact = same.find(({ name, path }) => name === wanted.name && path === wanted.path);
  if (exact) return exact.id;
  if (same[0]) {
    const message = `the image is registered as ${textOf(same[0].name)} at ${textOf(same[0].path)} (${same[0].id})`;
    throw new VimError('CF6516', message, 'give that name and path, or remove it first');
  }
  const taken = rows.find(({ name, path }) => name === wanted.name || path === wanted.path);
  if (!taken) return undefined;
  const what = taken.name === wanted.name ? `name ${wanted.name}` : `path ${wanted.path}`;
  throw new VimError(
    'CF6509',
    `another image has the ${what}: ${taken.id}`,
    'choose another, or remove that image',
  );
}

async function findFlavor(vim: Openvim, tenantId: string, wanted: Wanted): Promise<string | undefined> {
  const { flavor } = flavorDescriptor(wanted);
  const own = await vim.get(`/${tenantId}/flavors/${flavor.id}`, 'flavor');
  if (own) return own.id;
  const query = `/${tenantId}/flavors?name=${encodeURIComponent(flavor.name)}`;
  const named = only(await vim.list(query, 'flavors'), 'flavor', flavor.name);
  if (!named) return undefined;
  const row = await vim.get(`/${tenantId}/flavors/${named.id}`, 'flavor');
  if (row?.ram === flavor.ram && row.vcpus === flavor.vcpus) return row.id;
  const message = `flavor ${flavor.name} (${named.id}) is another: ${textOf(row?.ram)} MB, ${textOf(row?.vcpus)} vCPUs`;
  throw new VimError('CF6509', message, 'give another --flavor');
}

async function findNetworks(vim: Openvim, { server }: Wanted): Promise<string[]> {
  const ids: string[] = [];
  for (const { network } of server?.networks ?? []) {
    if (UUID.test(network)) {
      ids.push(network);
      continue;
    }
    const rows = await vim.list(`/networks?name=${encodeURIComponent(network)}`, 'networks');
    const row = only(rows, 'network', network);
    if (!row)
      throw new VimError('CF6511', `OpenVIM has no network ${network}`, 'make it first: openvim net-create');
    ids.push(row.id);
  }
  return ids;
}

async function findServer(
  vim: Openvim,
  tenantId: string,
  name: string,
  imageId: string,
): Promise<string | undefined> {
  const query = `/${tenantId}/servers?name=${encodeURIComponent(name)}`;
  const server = only(await vim.list(query, 'servers'), 'server', name);
  if (!server || server.imageRef === imageId) return server?.id;
  const message = `server ${name} (${server.id}) runs another image`;
  throw new VimError('CF6509', message, 'give another --server, or remove that one');
}

async function makeImage(vim: Openvim, done: Registered, { wanted, bytes, copy }: Request): Promise<string> {
  await copy();
  const image = await make(vim, done, `/${done.tenantId}/images`, 'image', imageDescriptor(wanted));
  const sum = (content: Uint8Array | string) => createHash('md5').update(content).digest('hex');
  const { checksum } = image;
  // Of a URL OpenVIM knows no sum, and in test mode it takes that of the path.
  if (typeof checksum !== 'string' || checksum === '' || checksum === sum(bytes)) return image.id;
  if (checksum === sum(wanted.path)) {
    done.testMode = true;
    return image.id;
  }
  await vim.remove(`/${done.tenantId}/images/${image.id}`);
  const message = `OpenVIM finds other bytes at ${wanted.path} than those of the image`;
  throw new VimError('CF6508', message, 'copy the image there first; --path HOST:/PATH does so');
}
