import { createHash } from 'node:crypto';
import { realHttp } from '../../../src/system/http.ts';
import { realSystem } from '../../../src/system/real.ts';
import type { Image } from '../../../src/vims/openstack/glance.ts';
import { installed, type Ran, runCommand, runOn } from '../../commands/run-command.ts';
import { memorySystem } from '../../system/memory-system.ts';
import { Cloud } from './cloud.ts';

/** The cloud of a test file, which starts and stops it. */
export const cloud = new Cloud();
/** All that any run said, and the tokens that it sent, for the test that looks for secrets. */
export const heard = { said: '', tokens: new Set<string>() };

export interface Running {
  environment?: Record<string, string>;
  files?: Record<string, string | Buffer>;
  /** Milliseconds of the pauses that were asked for; they are cut short. */
  pauses?: number[];
  onInterrupt?: (handler: () => void) => () => void;
}

let images = 0;

/** An image that no other test has. */
export async function newImage(): Promise<Buffer> {
  const { system } = await runCommand(['build', 'a.click', '-o', 'a.elf'], {
    '/vnf/a.click': `Idle -> c${images++} :: Counter -> Discard;`,
  });
  return system.volume.readFileSync('/vnf/a.elf') as Buffer;
}

export async function clickforge(args: string[], running: Running = {}): Promise<Ran> {
  const { clock } = realSystem();
  const { environment = cloud.environment(), files = {}, pauses = [] } = running;
  let skipped = 0;
  const pause = (milliseconds: number) => {
    pauses.push(milliseconds);
    const short = Math.min(milliseconds, 100);
    skipped += milliseconds - short;
    return clock.pause(short);
  };
  const now = () => clock.now() + skipped;
  const http: typeof realHttp = {
    async send(sent) {
      heard.tokens.add(sent.headers?.['x-auth-token'] ?? '');
      return realHttp.send(sent);
    },
  };
  const memory = memorySystem(
    { ...installed, ...files },
    { environment: { HOME: '/home/user', ...environment } },
  );
  const system = { ...memory, http, clock: { ...clock, now, pause } };
  if (running.onInterrupt) system.onInterrupt = running.onInterrupt;
  const ran = await runOn(system, [...args]);
  heard.said += ran.both;
  return ran;
}

export interface Told {
  imageId: string;
  kernelId: string;
  ramdiskId?: string;
  uploaded: boolean;
  requests: number;
  removed: string[];
  diagnostics: { code: string; severity: string; message: string }[];
  exitCode: number;
}

export async function register(image: Buffer, args: string[] = [], running: Running = {}): Promise<Told> {
  const files = { '/vnf/vnf.elf': image, ...running.files };
  const { output } = await clickforge(['register', 'openstack', 'vnf.elf', '--json', '-v', ...args], {
    ...running,
    files,
  });
  return JSON.parse(output) as Told;
}

export const codesOf = ({ diagnostics }: Told) => diagnostics.map(({ code }) => code);
export const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
export const nameOf = (image: Buffer) => `vnf-${sha256(image).substring(0, 8)}`;

/** A login past the proxy and by other means than those of clickforge. */
export async function logIn(): Promise<{ token: string; userId: string }> {
  const password = { user: { name: 'demo', domain: { id: 'default' }, password: 'demo-secret' } };
  const scope = { project: { name: 'demo', domain: { id: 'default' } } };
  const answer = await fetch(`http://127.0.0.1:${cloud.identity.port}/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth: { identity: { methods: ['password'], password }, scope } }),
  });
  const { token } = (await answer.json()) as { token: { user: { id: string } } };
  return { token: answer.headers.get('x-subject-token') ?? '', userId: token.user.id };
}

/** A new application credential of the user, as OS_* have it. */
export async function applicationCredential(name: string): Promise<Record<string, string>> {
  const { token, userId } = await logIn();
  const secret = 'application-secret';
  const answer = await fetch(`${cloud.authUrl}/users/${userId}/application_credentials`, {
    method: 'POST',
    headers: { 'x-auth-token': token, 'content-type': 'application/json' },
    body: JSON.stringify({ application_credential: { name, secret } }),
  });
  const { application_credential: made } = (await answer.json()) as {
    application_credential: { id: string };
  };
  return {
    OS_AUTH_URL: cloud.authUrl,
    OS_APPLICATION_CREDENTIAL_ID: made.id,
    OS_APPLICATION_CREDENTIAL_SECRET: secret,
  };
}

/** What Glance itself says. */
export async function ask(path: string): Promise<Response> {
  const { token } = await logIn();
  return fetch(`http://127.0.0.1:${cloud.images.port}/v2${path}`, { headers: { 'x-auth-token': token } });
}

export async function imagesOf(image: Buffer): Promise<Image[]> {
  const answer = await ask(`/images?tag=sha256-${sha256(image)}`);
  return ((await answer.json()) as { images: Image[] }).images;
}
