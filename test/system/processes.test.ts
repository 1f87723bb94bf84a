import { describe, expect, test } from 'vitest';
import { realProcesses } from '../../src/system/processes.ts';

describe.each([{ apart: false }, { apart: true }])('running another program, %o', (group) => {
  test('arguments arrive as they are', async () => {
    const print = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';
    const args = ['a b', '$HOME', '"', "'", ';', '', '*'];
    const done = await realProcesses.run(process.execPath, ['-e', print, ...args], group);
    expect(JSON.parse(done.stdout)).toEqual(args);
    expect(done).toMatchObject({ exitCode: 0, missing: false, timedOut: false });
  });

  test('input, exit code and both outputs', async () => {
    const script = 'process.stdin.pipe(process.stdout); console.error("e"); process.exitCode = 7';
    const done = await realProcesses.run(process.execPath, ['-e', script], {
      input: 'given',
      ...group,
    });
    expect(done).toEqual({ exitCode: 7, stdout: 'given', stderr: 'e', missing: false, timedOut: false });
  });

  test('a program that does not exist', async () => {
    const done = await realProcesses.run('/nowhere/xl', ['list'], group);
    expect(done).toMatchObject({ exitCode: undefined, missing: true });
  });

  test('a program that does not end', async () => {
    const endless = ['-e', 'setInterval(() => {}, 1000)'];
    const done = await realProcesses.run(process.execPath, endless, {
      timeoutMilliseconds: 200,
      ...group,
    });
    expect(done).toMatchObject({ exitCode: undefined, timedOut: true });
  });
});

describe('a program that runs beside us', () => {
  const start = async (script: string) => {
    const heard = { output: '', errors: '' };
    const running = await realProcesses.start(
      process.execPath,
      ['-e', script],
      (text) => {
        heard.output += text;
      },
      (text) => {
        heard.errors += text;
      },
    );
    return { running, heard };
  };

  test('is heard as it speaks, byte by byte, and told what to do', async () => {
    const echo =
      'process.stdin.pipe(process.stdout); process.stdin.on("end", () => { console.error("bye"); })';
    const { running, heard } = await start(echo);
    running.write('a\xff\n');
    while (heard.output === '') await new Promise((resolve) => setTimeout(resolve, 5));
    expect(heard.output).toBe('a\xff\n');
    running.end();
    expect(await running.ended).toMatchObject({ exitCode: 0, stderr: 'bye\n', missing: false });
    expect(heard.errors).toBe('bye\n');
  });

  test('can be ended', async () => {
    const { running } = await start('setInterval(() => {}, 1000)');
    running.kill();
    expect(await running.ended).toMatchObject({ exitCode: undefined, missing: false });
    running.write('nobody reads this');
  });

  test('may not be there', async () => {
    const running = await realProcesses.start('/nowhere/xl', [], () => {});
    expect(await running.ended).toMatchObject({ exitCode: undefined, missing: true });
  });
});
