import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Vnf } from '../../bundles/contents.ts';
import { SystemError } from '../../system/error.ts';
import { readFile } from '../../system/read-file.ts';
import type { System } from '../../system/system.ts';
import { VimError } from '../../vims/error.ts';
import { Secret } from '../../vims/secret.ts';
import type { ServerOptions } from '../register/options.ts';
import { traced } from '../register/trace.ts';
import { vimFindings } from '../register/vim-findings.ts';

export interface PushOptions extends ServerOptions {
  push?: string;
  plainHttp?: true;
  cacert?: string;
}

export interface Pushed {
  reference: string;
  digest: string;
  blobsSent: number;
}

/** Puts the VNF into the registry that `--push` names. */
export async function pushTo(
  system: System,
  vnf: Vnf,
  key: Uint8Array | undefined,
  options: PushOptions,
): Promise<Pushed> {
  return vimFindings(async () => {
    const [{ ociImage }, { baseUrl, parseReference, Registry }, { sha256 }] = await Promise.all([
      import('../../bundles/oci.ts'),
      import('../../bundles/push.ts'),
      import('../../bundles/manifest.ts'),
    ]);
    const reference = parseReference(options.push!);
    if (!reference) {
      const hint = 'as in registry.example.com:5000/vnfs/firewall:1.0, with small letters';
      throw new VimError('CF6513', `${options.push} is no place in a registry`, hint);
    }
    const image = await ociImage(vnf, key);
    const http = options.verbose ? traced(system) : system.http;
    const tls = options.cacert === undefined ? {} : { authorities: readFile(system, options.cacert) };
    const controller = new AbortController();
    const forget = system.onInterrupt(() => controller.abort());
    const line = { timeout: options.timeout * 1000, tls, signal: controller.signal };
    const base = baseUrl(reference, options.plainHttp === true);
    const registry = new Registry(
      { http, clock: system.clock },
      base,
      line,
      credentialsFor(system, reference.host),
    );
    const blobsSent = await registry.push(reference, image).finally(forget);
    const { host, name, tag } = reference;
    return { reference: `${host}/${name}:${tag}`, digest: `sha256:${sha256(image.manifest)}`, blobsSent };
  });
}

/** What `docker login` and `skopeo login` have kept for a registry. */
function credentialsFor(system: System, host: string): Secret | undefined {
  const { environment } = system;
  const home = environment.HOME ?? homedir();
  const places = [
    environment.REGISTRY_AUTH_FILE,
    environment.XDG_RUNTIME_DIR && join(environment.XDG_RUNTIME_DIR, 'containers', 'auth.json'),
    join(environment.DOCKER_CONFIG || join(home, '.docker'), 'config.json'),
  ];
  for (const path of places) {
    const auth = path && authIn(system, path, host);
    if (auth) return new Secret(auth);
  }
  return undefined;
}

function authIn(system: System, path: string, host: string): string | undefined {
  let text: string;
  try {
    text = Buffer.from(readFile(system, path)).toString('utf8');
  } catch (error) {
    if (error instanceof SystemError && error.code === 'CF7101') return undefined;
    throw error;
  }
  let auth: unknown;
  try {
    const { auths = {} } = JSON.parse(text) as { auths?: Record<string, { auth?: unknown }> };
    auth = (Object.hasOwn(auths, host) ? auths[host]?.auth : undefined) ?? auths[`https://${host}`]?.auth;
  } catch {
    throw new VimError('CF6502', `${path} is no JSON`, '`docker login` writes it');
  }
  // It goes into a header.
  if (auth === undefined || (typeof auth === 'string' && /^[\w+/=-]*$/.test(auth))) return auth;
  throw new VimError('CF6502', `what ${path} has for ${host} is no base64`, '`docker login` writes it');
}
