import { describe, expect, it } from 'vitest';
import { parseClickOptions } from '../../../src/commands/click/options.ts';

describe("Click's command line", () => {
  it('reads options in all their forms', () => {
    const forms = [
      ['-e', 'Idle', '-h', 'a.b', '-q'],
      ['-eIdle', '-ha.b', '-q'],
      ['-qe', 'Idle', '--handler=a.b'],
      ['--expression', 'Idle', '--hand', 'a.b', '--quit'],
      ['--expr=Idle', '--handler', 'a.b', '-q'],
    ];
    for (const form of forms) {
      const options = parseClickOptions(form);
      expect(options).toMatchObject({
        configuration: 'Idle',
        isExpression: true,
        handlers: ['a.b'],
        quit: true,
      });
    }
  });

  it('takes a file by name, standard input by a dash, variables by their equals sign', () => {
    expect(parseClickOptions(['X=1', 'a.click', 'Y_2=b=c', 'Z='])).toMatchObject({
      configuration: 'a.click',
      isExpression: false,
      definitions: { X: '1', Y_2: 'b=c', Z: '' },
    });
    expect(parseClickOptions(['-f', 'a.click'])).toMatchObject({ configuration: 'a.click' });
    expect(parseClickOptions(['-'])).toMatchObject({ configuration: '-' });
    expect(parseClickOptions(['a-b=c'])).toMatchObject({ configuration: 'a-b=c' });
    expect(parseClickOptions(['--', '-x=1'])).toMatchObject({ configuration: '-x=1' });
    expect(parseClickOptions([])).toMatchObject({ configuration: undefined });
  });

  it('knows simulated time, threads, warnings and the rest', () => {
    expect(
      parseClickOptions(['--simtime', '-j2', '-w', '-t', '-o', 'f', '-x', 'a.b', '-C', 'p']),
    ).toMatchObject({
      simulatedTime: 1_000_000_000,
      threads: 2,
      warnings: false,
      time: true,
      output: 'f',
      exitHandler: 'a.b',
      clickPath: 'p',
    });
    expect(parseClickOptions(['--simulation-time=5.5', '--no-warnings', '--warnings'])).toMatchObject({
      simulatedTime: 5.5,
      warnings: true,
    });
    expect(parseClickOptions(['--no-warn'])).toMatchObject({ warnings: false });
  });

  it('stops at --help and --version', () => {
    expect(parseClickOptions(['--help', '--nonsense'])).toMatchObject({ answer: 'help' });
    expect(parseClickOptions(['-v'])).toMatchObject({ answer: 'version' });
  });

  it('takes ports and sockets in their order', () => {
    expect(parseClickOptions(['-p', '80', '--unix-socket', 'x', '-p81+']).sockets).toEqual([
      { type: 'TCP', where: '80' },
      { type: 'UNIX', where: 'x' },
      { type: 'TCP', where: '81+' },
    ]);
  });

  it.each([
    [['a', 'b'], 'router configuration specified twice'],
    [['-e', 'x', '-f', 'y'], 'router configuration specified twice'],
    [['A=1', 'A=2'], "parameter 'A' multiply defined"],
    [['-o', 'a', '-o', 'b'], 'output file specified twice'],
    [['-x', 'a', '-x', 'b'], '--exit-handler specified twice'],
    [['--nonsense'], "unrecognized option '--nonsense'"],
    [['-z'], "unrecognized option '-z'"],
    [['-e'], "'-e' requires an argument"],
    [['--quit=1'], "'--quit' can't take an argument"],
    [['--simtime=soon'], "'--simtime' expects a real number, not 'soon'"],
    [['--threads', 'x'], "'--threads' expects an integer, not 'x'"],
    [['--s'], "option '--s' is ambiguous"],
    [['--socket', '3'], "'--socket' is not built"],
    [['-R'], "'--allow-reconfigure' is not built"],
  ])('refuses %j', (args, message) => {
    expect(() => parseClickOptions(args)).toThrow(message);
  });
});
