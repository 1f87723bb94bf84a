import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { type TimedPacket, writePcap } from '../elements/pcap.ts';
import { parseTraffic, type Traffic } from './traffic.ts';

/** A ready configuration below `images/` with its traffic. */
export interface Recipe {
  name: string;
  folder: string;
  /** The `.click` file. */
  source: string;
  devices: number[];
  cases: RecipeCase[];
}

export interface RecipeCase {
  name: string;
  traffic: Traffic;
  /** Paths of the captures that the case stands for: what comes in where anything does, what goes out of each device. */
  inputs: Map<number, string>;
  outputs: Map<number, string>;
}

const IMAGES = fileURLToPath(new URL('../../images/', import.meta.url));

export function recipes(): Recipe[] {
  const names = readdirSync(IMAGES).filter((name) => existsSync(join(IMAGES, name, 'traffic')));
  return names.sort().map(readRecipe);
}

function readRecipe(name: string): Recipe {
  const folder = join(IMAGES, name);
  const { vifs } = parse(readFileSync(join(folder, 'vnf.yaml'), 'utf8')) as { vifs: unknown[] };
  const devices = vifs.map((_, device) => device);
  const files = readdirSync(join(folder, 'traffic')).filter((file) => file.endsWith('.txt'));
  const cases = files
    .sort()
    .map((file) => readCase(join(folder, 'traffic'), basename(file, '.txt'), devices));
  return { name, folder, source: join(folder, `${name}.click`), devices, cases };
}

function readCase(folder: string, name: string, devices: number[]): RecipeCase {
  const traffic = parseTraffic(readFileSync(join(folder, `${name}.txt`), 'utf8'));
  const paths = (direction: string, used: number[]) =>
    new Map(used.map((device) => [device, join(folder, `${name}-${direction}-${device}.pcap`)]));
  return { name, traffic, inputs: paths('in', [...traffic.inputs.keys()]), outputs: paths('out', devices) };
}

/** The content of each capture of a case, by path. */
export function captures({ traffic, inputs, outputs }: RecipeCase): Map<string, Uint8Array> {
  const written = (paths: Map<number, string>, packets: Map<number, TimedPacket[]>) =>
    [...paths].map(([device, path]) => [path, writePcap(packets.get(device) ?? [])] as const);
  return new Map([...written(inputs, traffic.inputs), ...written(outputs, traffic.outputs)]);
}
