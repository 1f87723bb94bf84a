import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { realSystem } from '../../../../src/system/real.ts';
import { memorySystem } from '../../../system/memory-system.ts';
import { installed, runOn } from '../../run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'clickforge-control-'));
afterAll(() => rmSync(folder, { recursive: true }));

const GREETING = 'Click::ControlSocket/1.3\r\n';
const SWITCH =
  'i :: InfiniteSource(LIMIT 3, ACTIVE false) -> c :: Counter -> s :: Switch(0) -> Discard; s[1] -> Discard;';

/** A run with real sockets. */
function start(args: string[]) {
  const { sockets, clock } = realSystem();
  const system = memorySystem({ ...installed, [folder]: null }, { sockets, clock });
  return runOn(system, ['click', ...args]);
}

/** All that the router says to a client that says `text` and then waits for the end. */
async function ask(where: string | number, text: string): Promise<string> {
  for (;;) {
    const answer = await once(where, text);
    if (answer !== undefined) return answer;
  }
}

/** Undefined: nobody listens yet. */
function once(where: string | number, text: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const socket = typeof where === 'number' ? createConnection(where, '127.0.0.1') : createConnection(where);
    let answer = '';
    socket.setEncoding('latin1').on('data', (piece) => {
      answer += String(piece);
    });
    socket.once('connect', () => socket.write(text, 'latin1'));
    socket.once('close', () => resolve(answer));
    socket.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      if (code === 'ENOENT' || code === 'ECONNREFUSED') resolve(undefined);
      else reject(new Error(message));
    });
  });
}

let sockets = 0;
const newPath = () => join(folder, `${sockets++}.sock`);

const withoutGreeting = (answer: string) => {
  expect(answer.startsWith(GREETING)).toBe(true);
  return answer.substring(GREETING.length);
};

describe('control sockets of clickforge click', () => {
  it('read and write handlers while the router runs, as Click answers', async () => {
    const path = newPath();
    const run = start(['-u', path, '-e', SWITCH, '-h', 'c.count']);
    const said = await ask(
      path,
      'read c.count\r\nwrite i.active true\nREAD c.count\nWRITEDATA s.switch 1\n1read s.switch\nfoo\nread config\nquit\n',
    );
    expect(withoutGreeting(said)).toBe(
      `200 Read handler 'c.count' OK\r\nDATA 1\r\n0200 Write handler 'i.active' OK\r\n` +
        `200 Read handler 'c.count' OK\r\nDATA 1\r\n0200 Write handler 's.switch' OK\r\n` +
        `200 Read handler 's.switch' OK\r\nDATA 1\r\n1501 Command 'foo' unimplemented\r\n` +
        `200 Read handler 'config' OK\r\nDATA ${SWITCH.length}\r\n${SWITCH}200 Goodbye!\r\n`,
    );
    expect(await ask(path, 'quit\nwrite s.switch 0\nread s.switch\n')).toMatch(/Goodbye!\r\n$/);
    expect(await ask(path, 'read s.switch\nquit\n')).toContain('DATA 1\r\n1');
    let counted = '';
    while (!counted.includes('DATA 1\r\n3')) counted = await ask(path, 'read c.count\nquit\n');
    expect(withoutGreeting(await ask(path, 'write stop true\nquit\n'))).toBe(
      `200 Write handler 'stop' OK\r\n200 Goodbye!\r\n`,
    );
    const { exitCode, output, errors } = await run;
    expect([exitCode, output, errors]).toEqual([0, '3\n', '']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('serve several clients at once, each whole commands at a time', async () => {
    const path = newPath();
    const run = start(['-u', path, '-e', SWITCH]);
    await ask(path, 'quit\n');
    const slow = createConnection(path).setEncoding('latin1');
    let said = '';
    slow.on('data', (piece) => {
      said += String(piece);
    });
    slow.write('WRITEDATA s.switch 2\n1');
    while (!said.includes(GREETING)) await new Promise(setImmediate);
    expect(withoutGreeting(await ask(path, 'read s.switch\nquit\n'))).toContain('DATA 1\r\n0');
    const closed = new Promise((resolve) => slow.once('close', resolve));
    slow.write(' quit\n');
    await closed;
    expect(withoutGreeting(said)).toBe(`200 Write handler 's.switch' OK\r\n200 Goodbye!\r\n`);
    expect(await ask(path, 'read s.switch\nwrite stop\nquit\n')).toContain('DATA 1\r\n1');
    expect((await run).exitCode).toBe(0);
  });

  it('are elements too: read only, at a port that is free, told by their handlers', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '0.0.0.0', resolve));
    const { port } = taken.address() as { port: number };
    const path = newPath();
    const element = `t :: ControlSocket(TCP, ${port}+, READONLY true, LOCALHOST true, VERBOSE true);`;
    try {
      const run = start(['-u', path, '-e', `${SWITCH} ${element}`]);
      const [, size, digits] = /DATA (\d+)\r\n(\d+)/.exec(await ask(path, 'read t.port\nquit\n'))!;
      const other = Number(digits!.substring(0, Number(size)));
      expect(other).toBeGreaterThan(port);
      const commands = [
        'write s.switch 1',
        'checkwrite s.switch',
        'write c.count 1',
        'write x.y 1',
        'read s.switch',
      ];
      expect(withoutGreeting(await ask(other, `${commands.join('\n')}\nquit\n`))).toBe(
        "530 Permission denied for 's.switch'\r\n530 Permission denied for 's.switch'\r\n" +
          "530 Handler 'c.count' read-only\r\n510 No element named 'x'\r\n" +
          "200 Read handler 's.switch' OK\r\nDATA 1\r\n0200 Goodbye!\r\n",
      );
      await ask(path, 'write stop\nquit\n');
      const { errors } = await run;
      expect(errors).toMatch(
        /^t: opened connection 127\.0\.0\.1:\d+\nt: closed connection 127\.0\.0\.1:\d+\n$/,
      );
    } finally {
      taken.close();
    }
  });

  it('keep the router from starting where they cannot listen, and leave no other open', async () => {
    const path = newPath();
    const { exitCode, errors } = await start(['-u', path, '-u', join(folder, 'no/such'), '-e', SWITCH]);
    expect([exitCode, errors]).toEqual([
      1,
      "click: While initializing 'click_driver@@ControlSocket@1 :: ControlSocket':\n" +
        '  bind: No such file or directory\nRouter could not be initialized!\n',
    ]);
    expect(await once(path, '')).toBeUndefined();
    for (const [config, why] of [
      ['TCP, 70000', "PORT: '70000' is no TCP port"],
      ['FOO, 1', "unknown socket type 'FOO'"],
      ['TCP, 0, RETRIES 2', 'RETRIES is not built'],
      ['TCP, 0, PROXY c', 'PROXY is not built'],
    ]) {
      const refused = await start(['-e', `c :: Idle; t :: ControlSocket(${config})`]);
      expect([refused.exitCode, refused.errors]).toEqual([
        1,
        `config:1: While initializing 't :: ControlSocket':\n  ${why}\nRouter could not be initialized!\n`,
      ]);
    }
  });

  it('are refused by name where nothing takes connections', async () => {
    const system = memorySystem({ ...installed, '/vnf/a.click': 'ControlSocket(TCP, 0)' });
    const { exitCode, errors } = await runOn(system, ['simulate', 'a.click']);
    expect(exitCode).toBe(1);
    expect(errors).toContain('a simulation takes no connections');
    const image = await runOn(system, ['check', 'a.click']);
    expect(image.errors).toContain("clickforge's simulator");
  });
});
