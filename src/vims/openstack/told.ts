import { VimError } from '../error.ts';
import { type Cloud, type CloudFiles, cloudNames, readCloudFiles } from './cloud-files.ts';
import type { Told } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Older names of settings, in clouds.yaml and after OS_ alike. */
const ALIASES: Readonly<Record<string, string>> = {
  tenant_name: 'project_name',
  tenant_id: 'project_id',
  endpoint_type: 'interface',
  auth_token: 'token',
};

/** Where settings come from: a reader of files (undefined: there is none), and the environment. */
export interface Sources {
  read: (path: string) => string | undefined;
  environment: Environment;
  /** Absolute path of the working folder. */
  folder: string;
}

/**
 * What is told about the cloud `name`, or the one that OS_CLOUD names, or OS_* describe, or that is the only one in
 * clouds.yaml, in the region that is named, or else the first of those it lists; and words for where that stands.
 * Throws VimError.
 */
export async function tellCloud(
  sources: Sources,
  name?: string,
  region?: string,
): Promise<{ told: Told; where: string }> {
  const environment = fromEnvironment(sources.environment);
  const wanted = name ?? sources.environment.OS_CLOUD;
  if (wanted === undefined && environment.auth_url !== undefined) {
    return { told: environment, where: 'OS_* in the environment' };
  }
  const files = await readCloudFiles(sources);
  const chosen = wanted ?? onlyCloud(files);
  const cloud = Object.hasOwn(files.clouds, chosen) ? files.clouds[chosen] : undefined;
  if (!cloud) {
    const known = cloudNames(files);
    const hint = known
      ? `there are ${known}`
      : 'clouds.yaml is looked for here, in ~/.config/openstack and /etc/openstack';
    throw new VimError('CF6501', `no cloud is called ${chosen}`, hint);
  }
  const own = withProfile(cloud, files);
  return {
    told: inRegion({ ...environment, ...flat(own) }, own.regions, region),
    where: `cloud ${chosen} in ${files.path}`,
  };
}

function onlyCloud(files: CloudFiles): string {
  const names = Object.keys(files.clouds);
  if (names.length === 1) return names[0]!;
  throw names.length === 0
    ? new VimError(
        'CF6501',
        'nothing says which cloud to use',
        'set OS_AUTH_URL and its like, or write a clouds.yaml',
      )
    : new VimError(
        'CF6501',
        'nothing says which cloud to use',
        `set OS_CLOUD to one of ${cloudNames(files)}`,
      );
}

function withProfile(cloud: Cloud, { profiles }: CloudFiles): Cloud {
  const profile = cloud.profile ?? cloud.cloud;
  const vendor =
    typeof profile === 'string' && Object.hasOwn(profiles, profile) ? profiles[profile] : undefined;
  if (!vendor) return cloud;
  return { ...vendor, ...cloud, auth: { ...asCloud(vendor.auth), ...asCloud(cloud.auth) } };
}

/** Regions are names, or names with settings that are theirs. */
function inRegion(told: Told, regions: unknown, asked: string | undefined): Told {
  const list = (Array.isArray(regions) ? regions : []).map(
    (each): Cloud => (typeof each === 'string' ? { name: each } : asCloud(each)),
  );
  const name = asked ?? told.region_name ?? textOf(list[0]?.name);
  if (name === undefined) return told;
  const entry = list.find((each) => each.name === name);
  return { ...told, ...flat(asCloud(entry?.values)), region_name: name };
}

function asCloud(value: unknown): Cloud {
  return typeof value === 'object' && value !== null ? (value as Cloud) : {};
}

/** The settings under `auth` beside the others, all of them as text. */
function flat(cloud: Cloud): Told {
  const { auth, ...others } = cloud;
  const all = [...Object.entries(others), ...Object.entries(asCloud(auth))];
  return Object.fromEntries(
    all.flatMap(([name, value]) => {
      const text = textOf(value);
      return text === undefined ? [] : [[canonical(name), text]];
    }),
  );
}

/** YAML has numbers and truth values where text is meant. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function fromEnvironment(environment: Environment): Told {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      name.startsWith('OS_') && value ? [[canonical(name.substring(3).toLowerCase()), value]] : [],
    ),
  );
}

function canonical(name: string): string {
  const under = name.replaceAll('-', '_');
  return ALIASES[under] ?? under;
}
