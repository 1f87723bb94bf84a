import { describe, expect, it } from 'vitest';
import { memorySystem } from '../../system/memory-system.ts';
import { installed, runCommand, runOn } from '../run-command.ts';

const click = (args: string[], files: Record<string, string> = {}, standardInput = '') =>
  runCommand(['click', ...args], files, { standardInput });

const THREE = 'InfiniteSource(DATA x, LIMIT 3, STOP true) -> c :: Counter -> d :: Counter -> Discard;';

describe('clickforge click', () => {
  it('runs an expression and prints a handler alone', async () => {
    const ran = await click(['-e', THREE, '-h', 'c.count']);
    expect([ran.exitCode, ran.output, ran.errors]).toEqual([0, '3\n', '']);
  });

  it('names handlers when it prints several', async () => {
    const ran = await click(['-e', THREE, '-h', 'c.count', '-h', 'd.byte_count']);
    expect(ran.output).toBe('c.count:\n3\n\nd.byte_count:\n3\n\n');
  });

  it('takes patterns and classes for elements', async () => {
    expect((await click(['-e', THREE, '-h', '?.count'])).output).toBe('c.count:\n3\n\nd.count:\n3\n\n');
    expect((await click(['-e', THREE, '-h', 'Counter.count'])).output).toBe('c.count:\n3\n\nd.count:\n3\n\n');
    expect((await click(['-e', THREE, '-h', '[^c].class'])).output).toBe('d.class:\nCounter\n\n');
  });

  it('reads handlers of the router itself', async () => {
    const ran = await click(['-qe', 'a :: Idle -> b :: Discard', '-h', 'list']);
    expect(ran.output).toBe('2\na\nb\n');
  });

  it('says which handlers there are not, and goes on', async () => {
    const args = ['-h', 'x.y', '-h', 'c.nothing', '-h', 'c.reset', '-h', 'z*.count', '-h', 'c.count'];
    const ran = await click(['-e', THREE, ...args]);
    expect(ran.exitCode).toBe(1);
    expect(ran.errors).toBe(
      "no element 'x'\nno 'c.nothing' handler\n'c.reset' is a write handler\nno element matching 'z*'\n",
    );
    expect(ran.output).toBe('c.count:\n3\n\n');
  });

  it('logs to standard error', async () => {
    const ran = await click([
      '-e',
      'InfiniteSource(DATA \\<0102>, LIMIT 2, STOP true) -> Print(p) -> Discard',
    ]);
    expect([ran.output, ran.errors]).toEqual(['', 'p:    2 | 0102\np:    2 | 0102\n']);
  });

  it('ends when nothing can happen any more', async () => {
    expect(
      (await click(['-e', 'InfiniteSource(LIMIT 5) -> c :: Counter -> Discard', '-h', 'c.count'])).output,
    ).toBe('5\n');
  });

  it('reads files, standard input and variables', async () => {
    const text = 'InfiniteSource(LIMIT $n, STOP true) -> c :: Counter -> Discard';
    const files = { '/vnf/a.click': text };
    expect((await click(['/vnf/a.click', 'n=4', '-h', 'c.count'], files)).output).toBe('4\n');
    expect((await click(['-f', '/vnf/a.click', 'n=5', '-h', 'c.count'], files)).output).toBe('5\n');
    expect((await click(['n=6', '-h', 'c.count'], {}, text)).output).toBe('6\n');
    expect((await click(['-', 'n=7', '-h', 'c.count'], {}, text)).output).toBe('7\n');
  });

  it('finds libraries beside the configuration and on the path', async () => {
    const files = {
      '/vnf/a.click': 'require(library lib.click) InfiniteSource(LIMIT 1, STOP true) -> X -> Discard',
      '/vnf/conf/lib.click': 'elementclass X { input -> c :: Counter -> output }',
    };
    const missing = await click(['/vnf/a.click'], files);
    expect(missing.errors).toContain("library 'lib.click' not found in CLICKPATH/conf");
    const found = await click(['-C', '/nowhere:/vnf', '/vnf/a.click', '-h', '*.count'], files);
    expect(found.output).toContain('X@2/c.count:\n1\n');
  });

  it('uses a handler as exit code', async () => {
    const code = async (handler: string) => (await click(['-e', THREE, '-x', handler])).exitCode;
    expect(await code('c.count')).toBe(3);
    expect(await code('InfiniteSource@1.active')).toBe(0);
    expect(await code('c.class')).toBe(255);
    expect(await code('c.nothing')).toBe(255);
    const wrong = await click(['-e', THREE, '-x', 'c.class']);
    expect(wrong.errors).toBe('exit handler value should be integer\n');
  });

  it('prints the flat configuration, without running when told', async () => {
    const text =
      'elementclass X { $a | input -> Paint($a) -> output }; Idle -> X(1) -> t :: Tee -> Discard; t[1] -> [0]Discard';
    const ran = await click(['-q', '-o', '-', '-e', text]);
    expect(ran.output).toBe(`Idle@1 :: Idle;
t :: Tee;
Discard@4 :: Discard;
Discard@5 :: Discard;
X@2/Paint@1 :: Paint(1);

t [1] -> Discard@5;
Idle@1 -> X@2/Paint@1
    -> t
    -> Discard@4;
`);
    const file = await click(['-q', '-o', '/vnf/flat', '-e', 'Idle -> Discard']);
    expect(file.system.volume.readFileSync('/vnf/flat', 'utf8')).toMatch(/^Idle@1 :: Idle;\n/);
    expect((await click(['-q', '-o', '/no/flat', '-e', 'Idle -> Discard'])).exitCode).toBe(1);
  });

  it('has the configuration as it was, unless that is to be compact, and as it is flat', async () => {
    const text = 'elementclass X { input -> output } Idle -> X -> d :: Discard';
    const flat = 'Idle@1 :: Idle;\nd :: Discard;\n\nIdle@1 -> d;\n';
    expect((await click(['-q', '-h', 'config', '-e', text])).output).toBe(`${text}\n`);
    expect((await click(['-q', '-h', 'flatconfig', '-e', text])).output).toBe(flat);
    const compact = await click(['-q', '-h', 'config', '-e', `require(compact_config) ${text}`]);
    expect(compact.output).toBe(`require(compact_config);\n\n${flat}`);
  });

  it('tells the time that the run took', async () => {
    expect((await click(['-t', '-e', THREE])).output).toBe('0.000u 0.000s 0:00.00\n');
  });

  it('warns of an empty configuration', async () => {
    const ran = await click(['-e', '']);
    expect([ran.exitCode, ran.errors]).toEqual([
      0,
      'warning: config: configuration has no elements, exiting\n',
    ]);
    expect((await click(['-w', '-e', ''])).errors).toBe('');
    expect((await click(['-q', '-e', ''])).errors).toBe('');
  });

  it('runs on simulated or on real time', async () => {
    const text = `FromIPSummaryDump(/vnf/in, TIMING true, STOP true) -> c :: Counter -> Discard`;
    const files = { '/vnf/in': '!data ts\n1\n2\n11\n' };
    expect((await click(['--simtime', '-e', text, '-h', 'c.count'], files)).output).toBe('3\n');
    const system = memorySystem({ ...installed, ...files });
    let now = 0;
    system.clock.now = () => now;
    system.clock.pause = async (milliseconds) => {
      now += milliseconds + 1;
    };
    const ran = await runOn(system, ['click', '-e', text, '-h', 'c.count']);
    expect(ran.output).toBe('3\n');
    expect(now).toBeGreaterThanOrEqual(10_000);
  });

  it('stops the router at an interrupt, and still prints handlers', async () => {
    const system = memorySystem(installed);
    system.onInterrupt = (handler) => {
      handler();
      return () => {};
    };
    const ran = await runOn(system, [
      'click',
      '-e',
      'InfiniteSource -> c :: Counter -> Discard',
      '-h',
      'c.class',
    ]);
    expect([ran.exitCode, ran.output]).toEqual([0, 'Counter\n']);
  });

  it('writes packets to dumps and summaries as it goes', async () => {
    const text = `FromIPSummaryDump(-, STOP true) -> t :: Tee -> ToIPSummaryDump(-, FIELDS src, HEADER false)
      t[1] -> ToDump(/vnf/out, ENCAP IP)`;
    const ran = await click(['-e', text], {}, '!data src\n1.2.3.4\n5.6.7.8\n');
    expect(ran.output).toBe('1.2.3.4\n5.6.7.8\n');
    expect((ran.system.volume.readFileSync('/vnf/out') as Buffer).length).toBe(24 + 2 * (16 + 40));
  });

  it('explains itself', async () => {
    expect((await click(['--help'])).output).toContain('Usage: clickforge click [OPTION]...');
    expect((await click(['--version'])).output).toMatch(/^click \(clickforge \d/);
  });
});

describe("clickforge click says in Click's words", () => {
  const says: [text: string, errors: string][] = [
    ['a :: Nowhere', "config:1: unknown element class 'Nowhere'\n"],
    [
      'a :: Idle;\na :: Idle;',
      "config:2: redeclaration of element 'a'\nconfig:1: element 'a' previously declared here\n",
    ],
    [
      'InfiniteSource(LIMIT abc) -> Paint -> Queue(1, 2) -> Discard',
      `config:1: While configuring 'InfiniteSource@1 :: InfiniteSource':
  LIMIT: invalid number
config:1: While configuring 'Paint@2 :: Paint':
  COLOR: required argument missing
config:1: While configuring 'Queue@3 :: Queue':
  too many arguments
Router could not be initialized!
`,
    ],
    [
      'Idle -> rw :: IPRewriter(pattern 1.2.3.x - - - 0 0) -> Idle -> IPRewriter(pattern 1.2.3.4 5-3 - - 0 0) -> Idle; ' +
        'Idle -> IPRewriter(pattern 1.2.3.4 - 5.6.7.8 x 0 0) -> Idle -> IPRewriter(keep 0 1) -> Idle',
      [
        "config:1: While configuring 'rw :: IPRewriter':\n  input spec 0: bad source address",
        "config:1: While configuring 'IPRewriter@4 :: IPRewriter':\n  input spec 0: bad source port",
        "config:1: While configuring 'IPRewriter@7 :: IPRewriter':\n  input spec 0: bad destination port",
        "config:1: While configuring 'IPRewriter@9 :: IPRewriter':\n  input spec 0: output port out of range",
        'Router could not be initialized!\n',
      ].join('\n'),
    ],
    [
      'a, b :: Idle; a[2] -> b',
      "config:1: 'a :: Idle' output 0 unused\nconfig:1: 'a :: Idle' output 1 unused\nRouter could not be initialized!\n",
    ],
    [
      'Idle -> Queue -> Queue -> Discard',
      "'Queue@2 :: Queue' pull output 0 connected to 'Queue@3 :: Queue' push input 0\nRouter could not be initialized!\n",
    ],
    [
      'Idle -> [1] Discard',
      "config:1: 'Discard@2 :: Discard' has no input 1\nRouter could not be initialized!\n",
    ],
    [
      'elementclass X { $a | input -> Paint($a) -> output } Idle -> X -> Discard',
      "config:1: no match for 'X[1 input, 1 output]'\nconfig:1: candidates are:\nconfig:1:   X(<arg>)[1 input, 1 output]\n",
    ],
    [
      '\nFromIPSummaryDump(/vnf/nowhere) -> Discard',
      `config:2: While initializing 'FromIPSummaryDump@1 :: FromIPSummaryDump':
  /vnf/nowhere: No such file or directory
Router could not be initialized!
`,
    ],
  ];

  it.each(says)('%s', async (text, errors) => {
    const ran = await click(['-e', text]);
    expect([ran.exitCode, ran.errors]).toEqual([1, errors]);
  });

  it('that an argument has an old name, and runs', async () => {
    const ran = await click([
      '-e',
      'FromIPSummaryDump(DATA "!data src\n1.2.3.4", STOP true) -> ToIPSummaryDump(-, DATA src, HEADER false)',
    ]);
    expect([ran.exitCode, ran.output, ran.errors]).toEqual([
      0,
      '1.2.3.4\n',
      "config:2: While configuring 'ToIPSummaryDump@2 :: ToIPSummaryDump':\n  DATA: warning: argument deprecated\n",
    ]);
  });

  it('what is wrong with a command line', async () => {
    const ran = await click(['--nonsense']);
    expect([ran.exitCode, ran.errors]).toEqual([
      1,
      "unrecognized option '--nonsense'\nUsage: click [OPTION]... [ROUTERFILE]\nTry 'click --help' for more information.\n",
    ]);
    const swap = await click(['-R', '-e', 'Idle']);
    expect([swap.exitCode, swap.errors]).toEqual([
      2,
      "'--allow-reconfigure' is not built: a running router keeps its configuration\n",
    ]);
    const missing = await click(['/vnf/nowhere.click']);
    expect([missing.exitCode, missing.errors]).toEqual([
      1,
      '/vnf/nowhere.click: No such file or directory\n',
    ]);
  });
});
