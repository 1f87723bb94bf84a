import { basename, extname, join, resolve } from 'node:path';
import { errnoOf } from '../../system/error.ts';
import type { System } from '../../system/system.ts';
import { EXIT } from '../exit-code.ts';
import { failure } from '../failure.ts';
import { Stop } from '../outcome.ts';
import type { BuildOptions } from './options.ts';

/** One image to build. Paths; the documents' only where they are asked for. */
export interface Job {
  file: string;
  output: string;
  sbom?: string;
  provenance?: string;
}

export interface Jobs {
  /** Several configurations, or a folder: each is told in a line. */
  many: boolean;
  jobs: Job[];
  /** Folders without a configuration. */
  skipped: string[];
}

/** What the command line asks for. Stops where outputs have no name, or two the same. */
export function listJobs(system: System, paths: string[], options: BuildOptions): Jobs {
  const found = paths.map((path) => ({ path, inside: configurationsIn(system, path) }));
  const many = paths.length > 1 || found[0]!.inside !== undefined;
  const files = found.flatMap(({ path, inside }) => inside ?? [path]);
  const skipped = found.filter(({ inside }) => inside?.length === 0).map(({ path }) => path);
  if (files.length === 0) {
    const message = `there is no configuration in ${skipped.join(', ')}`;
    throw new Stop(failure(EXIT.findings, { code: 'CF8042', message, hint: 'they are named NAME.click' }));
  }
  const jobs = files.map((file) => jobOf(file, many, options));
  refuseClashes(system, jobs);
  return { many, jobs, skipped };
}

/** Of a folder: the configuration that is named as it is, else all; undefined where the path is no folder. */
function configurationsIn({ files, folder }: System, path: string): string[] | undefined {
  let names: string[];
  try {
    // Only a folder has an entry of this name; to tell all that stat does takes Node ten times as long at first.
    if (path === '-' || !files.existsSync(`${path}/.`)) return undefined;
    names = files.readdirSync(path);
  } catch (error) {
    // Whoever reads it tells why that does not go.
    if (errnoOf(error) === undefined) throw error;
    return undefined;
  }
  const own = `${basename(resolve(folder, path))}.click`;
  const all = names.filter((name) => extname(name) === '.click').sort();
  return (all.includes(own) ? [own] : all).map((name) => join(path, name));
}

function jobOf(file: string, many: boolean, { output, delivery, sbom, provenance }: BuildOptions): Job {
  const stem = file === '-' ? undefined : file.endsWith('.click') ? file.slice(0, -6) : file;
  const ending = delivery === 'module' ? '.plan' : '.elf';
  const place = (wanted: string | undefined, suffix: string): string => {
    if (wanted !== undefined && !many && !wanted.endsWith('/')) return wanted;
    if (stem === undefined) throw wrongUsage('a configuration from standard input needs -o IMAGE');
    return wanted === undefined ? `${stem}${suffix}` : join(wanted, `${basename(stem)}${suffix}`);
  };
  return {
    file,
    output: place(output, ending),
    ...(sbom === undefined ? {} : { sbom: place(sbom, '.spdx.json') }),
    ...(provenance === undefined ? {} : { provenance: place(provenance, '.provenance.json') }),
  };
}

/** Outputs that would take one another's place, or a configuration's. */
function refuseClashes({ folder }: System, jobs: Job[]): void {
  const inputs = new Set(jobs.map(({ file }) => resolve(folder, file)));
  const owners = new Map<string, string>();
  for (const { file, output, sbom, provenance } of jobs)
    for (const path of [output, sbom, provenance]) {
      if (path === undefined) continue;
      const place = resolve(folder, path);
      if (inputs.has(place)) throw wrongUsage(`${path} is a configuration, and would be written over`);
      const owner = owners.get(place);
      if (owner !== undefined)
        throw wrongUsage(`${path} would be written twice, for ${owner} and for ${file}`);
      owners.set(place, file);
    }
}

function wrongUsage(message: string): Stop {
  return new Stop(
    failure(EXIT.usage, { code: 'CF8001', message, hint: '`clickforge build --help` tells more' }),
  );
}
