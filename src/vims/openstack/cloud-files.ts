import { join } from 'node:path';
import { readYaml } from '../../yaml-text.ts';
import { VimError } from '../error.ts';
import type { Sources } from './told.ts';

export type Cloud = Readonly<Record<string, unknown>>;

/** What clouds.yaml, secure.yaml and clouds-public.yaml say together. */
export interface CloudFiles {
  /** Of clouds.yaml. */
  path: string;
  clouds: Readonly<Record<string, Cloud>>;
  /** What many clouds of one vendor have in common. */
  profiles: Readonly<Record<string, Cloud>>;
}

const ENDINGS = ['yaml', 'yml', 'json'];

/** Reads the first of each file that there is. Throws VimError, which names the file and shows nothing of it. */
export async function readCloudFiles(sources: Sources): Promise<CloudFiles> {
  const { OS_CLIENT_CONFIG_FILE, OS_CLIENT_SECURE_FILE, OS_CLIENT_VENDOR_FILE } = sources.environment;
  const clouds = await readFirst(sources, 'clouds', OS_CLIENT_CONFIG_FILE);
  const secure = await readFirst(sources, 'secure', OS_CLIENT_SECURE_FILE);
  const vendors = await readFirst(sources, 'clouds-public', OS_CLIENT_VENDOR_FILE);
  return {
    path: clouds.path,
    clouds: tableOf(merge(clouds.content, secure.content).clouds),
    profiles: tableOf(asRecord(vendors.content)['public-clouds']),
  };
}

export function cloudNames({ clouds }: CloudFiles): string {
  return Object.keys(clouds).sort().join(', ');
}

async function readFirst(
  { read, environment, folder }: Sources,
  name: string,
  named: string | undefined,
): Promise<{ path: string; content: unknown }> {
  const folders = [
    folder,
    join(environment.XDG_CONFIG_HOME || join(environment.HOME ?? '/', '.config'), 'openstack'),
    '/etc/openstack',
  ];
  const places = folders.flatMap((each) => ENDINGS.map((ending) => join(each, `${name}.${ending}`)));
  for (const path of named ? [named, ...places] : places) {
    const text = read(path);
    if (text !== undefined) return { path, content: await parse(path, text) };
  }
  return { path: `${name}.yaml`, content: {} };
}

async function parse(path: string, text: string): Promise<unknown> {
  const yaml = await readYaml(text);
  const hint = 'it is YAML with the clouds under "clouds:"';
  if ('mistakes' in yaml) {
    const { code, start } = yaml.mistakes[0]!;
    const line = text.substring(0, start).split('\n').length;
    throw new VimError('CF6502', `${path}: line ${line} is no YAML (${code})`, hint);
  }
  const { content } = yaml;
  if (content !== null && typeof content !== 'object')
    throw new VimError('CF6502', `${path} holds no settings`, hint);
  return content;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Cloud) : {};
}

function tableOf(value: unknown): Readonly<Record<string, Cloud>> {
  return Object.fromEntries(Object.entries(asRecord(value)).map(([name, cloud]) => [name, asRecord(cloud)]));
}

/** `over` wins, level by level. */
function merge(under: unknown, over: unknown): Readonly<Record<string, unknown>> {
  const merged: Record<string, unknown> = { ...asRecord(under) };
  for (const [name, value] of Object.entries(asRecord(over))) {
    const both = typeof value === 'object' && value !== null && typeof merged[name] === 'object';
    merged[name] = both ? merge(merged[name], value) : value;
  }
  return merged;
}
