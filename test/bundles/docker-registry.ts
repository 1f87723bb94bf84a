import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, listening } from '../system/ports.ts';

const START = 30_000;

/** A real registry on loopback, with a folder of its own. */
export class DockerRegistry {
  #child: ChildProcess | undefined;
  host = '';

  /** `passwords`: path of an htpasswd file; without one everybody may do everything. */
  async start(folder: string, passwords?: string): Promise<void> {
    const port = await freePort();
    this.host = `127.0.0.1:${port}`;
    const auth = passwords === undefined ? {} : { auth: { htpasswd: { realm: 'test', path: passwords } } };
    const configuration = {
      version: '0.1',
      log: { level: 'error' },
      storage: { filesystem: { rootdirectory: join(folder, `registry-${port}`) } },
      http: { addr: this.host },
      ...auth,
    };
    // JSON is YAML, too.
    const path = join(folder, `registry-${port}.yml`);
    writeFileSync(path, JSON.stringify(configuration));
    this.#child = spawn('docker-registry', ['serve', path], { stdio: 'ignore' });
    await listening(port, () => this.#child?.exitCode !== null, START);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
}
