import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, listening } from '../../system/ports.ts';
import { FaultyProxy } from './proxy.ts';

const PYTHON = '/usr/bin/python3';
const START = 120_000;

/** Keystone and Glance as Debian packs them, each behind a proxy of ours, and a Nova that only knows instances. */
export class Cloud {
  readonly folder = mkdtempSync(join(tmpdir(), 'clickforge-cloud-'));
  readonly identity = new FaultyProxy();
  readonly images = new FaultyProxy();
  /** Ids of the images that instances are made from. */
  readonly inUse = new Set<string>();
  authUrl = '';
  #nova: Server | undefined;
  #keystone: ChildProcess | undefined;
  #glance: ChildProcess | undefined;

  async start(): Promise<void> {
    [this.identity.port, this.images.port] = await Promise.all([freePort(), freePort()]);
    const [identity, images] = await Promise.all([this.identity.listen(), this.images.listen()]);
    this.authUrl = `${identity}/v3`;
    const compute = await this.#startNova();
    mkdirSync(join(this.folder, 'glance'));
    this.#keystone = run('identity-service.py', [this.folder, String(this.identity.port), images, compute]);
    await Promise.all([connected(this.identity.port, this.#keystone), this.startGlance()]);
  }

  /** Also after it was stopped: it finds its images again. */
  async startGlance(): Promise<void> {
    const identity = `http://127.0.0.1:${this.identity.port}/v3`;
    this.#glance = run('image-service.py', [join(this.folder, 'glance'), String(this.images.port), identity]);
    await connected(this.images.port, this.#glance);
  }

  /** At once, as in a power cut. */
  async stopGlance(): Promise<void> {
    await end(this.#glance);
  }

  async stop(): Promise<void> {
    await Promise.all([end(this.#glance), end(this.#keystone)]);
    this.identity.close();
    this.images.close();
    this.#nova?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  environment(user = 'demo'): Record<string, string> {
    return {
      OS_AUTH_URL: this.authUrl,
      OS_USERNAME: user,
      OS_PASSWORD: `${user}-secret`,
      OS_PROJECT_NAME: user,
      OS_USER_DOMAIN_ID: 'default',
      OS_PROJECT_DOMAIN_NAME: 'Default',
      OS_REGION_NAME: 'RegionOne',
    };
  }

  /** The last lines of the services' logs, for the message of a test that fails. */
  logs(): string {
    return ['keystone.log', 'glance/glance.log']
      .map((name) => readFileSync(join(this.folder, name), 'utf8').split('\n').slice(-20).join('\n'))
      .join('\n');
  }

  async #startNova(): Promise<string> {
    this.#nova = createServer((incoming, outgoing) => {
      const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://nova');
      outgoing.setHeader('content-type', 'application/json');
      if (pathname !== '/v2.1/servers') return outgoing.writeHead(404).end('{}');
      if (searchParams.has('all_tenants')) return outgoing.writeHead(403).end('{}');
      const image = searchParams.get('image') ?? '';
      const servers = this.inUse.has(image) ? [{ id: `instance-of-${image}` }] : [];
      return outgoing.end(JSON.stringify({ servers }));
    });
    await new Promise<void>((resolve) => this.#nova?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#nova.address() as AddressInfo).port}/v2.1`;
  }
}

function run(script: string, args: string[]): ChildProcess {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return spawn(PYTHON, [path, ...args], { stdio: ['pipe', 'ignore', 'inherit'] });
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

function connected(port: number, child: ChildProcess): Promise<void> {
  return listening(port, () => child.exitCode !== null, START);
}
