import { describe, expect, test } from 'vitest';
import { realProcesses } from '../../src/system/processes.ts';

describe('running another program', () => {
  test('arguments arrive as they are', async () => {
    const print = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';
    const args = ['a b', '$HOME', '"', "'", ';', '', '*'];
    const done = await realProcesses.run(process.execPath, ['-e', print, ...args]);
    expect(JSON.parse(done.stdout)).toEqual(args);
    expect(done).toMatchObject({ exitCode: 0, missing: false, timedOut: false });
  });

  test('input, exit code and both outputs', async () => {
    const script = 'process.stdin.pipe(process.stdout); console.error("e"); process.exitCode = 7';
    const done = await realProcesses.run(process.execPath, ['-e', script], { input: 'given' });
    expect(done).toEqual({ exitCode: 7, stdout: 'given', stderr: 'e', missing: false, timedOut: false });
  });

  test('a program that does not exist', async () => {
    const done = await realProcesses.run('/nowhere/xl', ['list']);
    expect(done).toMatchObject({ exitCode: undefined, missing: true });
  });

  test('a program that does not end', async () => {
    const endless = ['-e', 'setInterval(() => {}, 1000)'];
    const done = await realProcesses.run(process.execPath, endless, { timeoutMilliseconds: 200 });
    expect(done).toMatchObject({ exitCode: undefined, timedOut: true });
  });
});
