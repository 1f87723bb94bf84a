import { describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.ts';

const run = (script: string, args: string[] = [], files: Record<string, string> = {}) =>
  runCommand(['click', '--simtime', '-e', script, ...args], files, { standardInput: '' });

describe('scripts in clickforge click', () => {
  it('prints texts and handlers to standard output', async () => {
    const ran = await run(`Script(print "Hello, $x", set x "a b", print $x, printn "no line; ", print $x.,
      print length $x, printq length $x, print now, print '$x', print, stop)`);
    expect([ran.exitCode, ran.errors]).toEqual([0, '']);
    expect(ran.output).toBe('Hello, $x\n"a b"\nno line; "a b".\n5\n3\n1000000000.000000\n$x\n\n');
  });

  it('writes files, at their start or end', async () => {
    const ran = await run(`Script(print >/out one, print >/out "one", print >>/out "two", printn > - "three ",
      append length /out, save first /other, stop)`);
    expect(ran.output).toBe('three ');
    expect(String(ran.system.volume.readFileSync('/out'))).toBe('one\ntwo\n0\n');
    expect(String(ran.system.volume.readFileSync('/other'))).toBe('\n');
  });

  it('saves what handlers make of a parameter', async () => {
    const source = 'i :: Idle -> r :: RadixIPLookup(1.0.0.0/8 2.0.0.2 0) -> i;';
    const ran = await run(`${source} Script(save r.lookup 1.2.3.4 -, append r.lookup 1.2.3.4 /out, stop)`);
    expect([ran.exitCode, ran.output, ran.errors]).toEqual([0, '0 2.0.0.2\n', '']);
    expect(String(ran.system.volume.readFileSync('/out'))).toBe('0 2.0.0.2\n');
  });

  it('lets a driver script say when the router stops', async () => {
    const source = 'InfiniteSource(LIMIT 5, STOP true) -> c :: Counter -> Discard;';
    const ran = await run(
      `${source} DriverManager(pause, print $(c.count), write c.reset, wait 0.5s, print $(now), stop, print "never")`,
      ['-h', 'c.count'],
    );
    expect([ran.exitCode, ran.output]).toEqual([0, '5\n1000000000.500000\n0\n']);
  });

  it('stops a driver script whose waits are over, and one that has none', async () => {
    const stops = 'Script(wait 1s, write stop, wait 1s, print "stopped before")';
    expect((await run(`${stops}; DriverManager(wait_stop, print "once")`)).output).toBe('once\n');
    expect((await run(`${stops}; DriverManager(pause, pause, print "twice")`)).output).toBe(
      'stopped before\n',
    );
    expect((await run(`${stops}; DriverManager()`)).output).toBe('');
    expect((await run('DriverManager(wait 3, print $(now))')).output).toBe('1000000003.000000\n');
  });

  it('lets run what a driver script wakes where the router would stop', async () => {
    const ran = await run(
      `InfiniteSource(LIMIT 3, STOP true) -> Queue -> u :: Unqueue(ACTIVE false) -> Discard;
      DriverManager(wait, write u.active true, wait 1ms, print $(u.count))`,
    );
    expect(ran.output).toBe('3\n');
  });

  it('pulls packet by packet, so that what a handler does in between counts for the next', async () => {
    const ran = await run(
      `InfiniteSource(LIMIT 5) -> q :: Queue -> s :: PullSwitch -> c :: Counter(COUNT_CALL 2 s.switch 1) -> Discard;
      Idle -> [1] s; DriverManager(wait 1s, print $(c.count) $(q.length))`,
    );
    expect(ran.output).toBe('2 3\n');
  });

  it('goes on past waits by step, and from labels by goto', async () => {
    const ran =
      await run(`s :: Script(TYPE PASSIVE, print "start", pause 2, print "stepped", wait 9s, print "late",
        label here, print "here");
      Script(write s.run, write s.step, print "between", write s.step, write s.step 1, write s.goto here, write s.goto there,
        stop)`);
    expect(ran.output).toBe('start\nbetween\nstepped\nlate\nhere\nhere\n');
    expect(ran.errors).toMatch(/jump to nonexistent label/);
  });

  it('says what Click says of a script that cannot be', async () => {
    const ran = await run('Script(prnt 1, goto nowhere)');
    expect(ran.exitCode).toBe(1);
    expect(ran.errors).toBe(
      "config:1: While configuring 'Script@1 :: Script':\n  syntax error at 'prnt'\n  no such label 'nowhere'\n" +
        'Router could not be initialized!\n',
    );
  });

  it('sees those sleep that pull through a SimplePullSwitch while none of its inputs has packets', async () => {
    const source = `i :: InfiniteSource(LIMIT 1, ACTIVE false) -> Queue -> [0] s :: SimplePullSwitch -> d :: Discard;
      j :: InfiniteSource(LIMIT 1, ACTIVE false) -> Queue -> [1] s;`;
    const wait = 'wait 1s, print d.scheduled';
    const steps = [wait, 'write i.active true', wait, 'write j.active true', wait, 'write s.switch 1', wait];
    const ran = await run(`${source} Script(${steps.join(', ')}, stop)`);
    expect([ran.exitCode, ran.output]).toEqual([0, 'false\nfalse\ntrue\nfalse\n']);
  });
});
