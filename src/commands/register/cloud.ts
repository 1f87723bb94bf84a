import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Diagnostic } from '../../click-config-parser/diagnostic.ts';
import { SystemError } from '../../system/error.ts';
import { readFile } from '../../system/read-file.ts';
import type { System } from '../../system/system.ts';
import type { Line } from '../../vims/line.ts';
import type { Glance } from '../../vims/openstack/glance.ts';
import type { CloudSettings } from '../../vims/openstack/settings.ts';
import { addServerOptions, type ServerOptions } from './options.ts';
import { counted, traced } from './trace.ts';
import { vimFindings } from './vim-findings.ts';

export interface CloudOptions extends ServerOptions {
  osCloud?: string;
  osRegionName?: string;
  osInterface?: string;
  osCacert?: string;
  insecure?: true;
}

export function addCloudOptions(command: Command): Command {
  return addServerOptions(command)
    .option('--os-cloud <name>', 'the cloud in clouds.yaml (default: OS_CLOUD, or what OS_* say)')
    .option('--os-region-name <name>', 'its region')
    .option('--os-interface <kind>', 'public, internal or admin')
    .option('--os-cacert <file>', 'certificates to trust instead of those of the system')
    .option('--insecure', 'trust any server');
}

export interface CloudWork<Result> {
  result: Result;
  /** Of requests, repetitions included. */
  requests: number;
  /** What has to be said each time. */
  diagnostics: Diagnostic[];
}

/** Finds the cloud and works on it; what goes wrong stops the command, and what was begun is cleared away. */
export async function withCloud<Result>(
  system: System,
  options: CloudOptions,
  work: (glance: Glance, settings: CloudSettings) => Promise<Result>,
): Promise<CloudWork<Result>> {
  const http = counted(options.verbose ? traced(system) : system.http);
  const controller = new AbortController();
  const forget = system.onInterrupt(() => controller.abort());
  try {
    return await vimFindings(async () => {
      const [{ Session }, { Glance }] = await Promise.all([
        import('../../vims/openstack/session.ts'),
        import('../../vims/openstack/glance.ts'),
      ]);
      const settings = await settingsFor(system, options);
      const line = lineOf(system, settings, options.timeout, controller.signal);
      const session = new Session({ http, clock: system.clock }, settings, line);
      const result = await work(new Glance(session), settings);
      return {
        result,
        requests: http.count,
        diagnostics: settings.insecure ? [insecureWarning(settings)] : [],
      };
    });
  } finally {
    forget();
  }
}

async function settingsFor(system: System, options: CloudOptions): Promise<CloudSettings> {
  const [{ tellCloud }, { settingsOf }] = await Promise.all([
    import('../../vims/openstack/told.ts'),
    import('../../vims/openstack/settings.ts'),
  ]);
  const { environment, folder } = system;
  const home = { HOME: homedir(), ...environment };
  const read = (path: string) => readIfThere(system, path);
  const { told, where } = await tellCloud(
    { read, environment: home, folder },
    options.osCloud,
    options.osRegionName,
  );
  const { osInterface, osCacert, insecure } = options;
  const given = {
    ...(osInterface === undefined ? {} : { interface: osInterface }),
    ...(osCacert === undefined ? {} : { cacert: osCacert }),
    ...(insecure ? { insecure: 'true' } : {}),
  };
  return settingsOf({ ...told, ...given }, where);
}

function readIfThere(system: System, path: string): string | undefined {
  try {
    return Buffer.from(readFile(system, path)).toString('utf8');
  } catch (error) {
    if (error instanceof SystemError && error.code === 'CF7101') return undefined;
    throw error;
  }
}

function lineOf(system: System, settings: CloudSettings, seconds: number, signal: AbortSignal): Line {
  const { authorities, certificate, key, insecure } = settings;
  const pem = (path: string) => {
    const home = system.environment.HOME ?? homedir();
    return readFile(system, path.startsWith('~/') ? join(home, path.substring(2)) : path);
  };
  return {
    timeout: seconds * 1000,
    signal,
    tls: {
      insecure,
      ...(authorities === undefined ? {} : { authorities: pem(authorities) }),
      ...(certificate === undefined ? {} : { certificate: pem(certificate) }),
      ...(key === undefined ? {} : { key: pem(key) }),
    },
  };
}

function insecureWarning({ authUrl }: CloudSettings): Diagnostic {
  const { host } = new URL(authUrl);
  return {
    code: 'CF6514',
    severity: 'warning',
    message: `the certificate of ${host} is not verified: whoever answers there has the credentials now`,
    hint: 'name the file with the certificate of its authority: OS_CACERT, or cacert in clouds.yaml',
  };
}
