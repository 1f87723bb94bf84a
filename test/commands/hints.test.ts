import { expect, test } from 'vitest';
import { runCommand } from './run-command.ts';

interface Found {
  code: string;
  message: string;
  hint?: string;
  notes?: { message: string }[];
}

async function findings(text: string): Promise<Found[]> {
  const { output } = await runCommand(['check', 'a.click', '--json'], { '/vnf/a.click': Buffer.from(text) });
  return (JSON.parse(output) as { diagnostics: Found[] }).diagnostics;
}

/** What people write, and all that is said of it: code and hint, one line a finding. */
test.each([
  ['in : Discard;', ['CF2002', "CF1001 a declaration is written 'NAME :: CLASS'"]],
  ['in = Discard;', ['CF2002', "CF1001 a declaration is written 'NAME :: CLASS'"]],
  ['FromDevice(0) - > Discard;', ["CF1001 a connection is written 'FROM -> TO'"]],
  ['Discard <- FromDevice(0);', ["CF1001 a connection is written 'FROM -> TO'"]],
  ['FromDevice(0) → Discard;', ["CF1001 a connection is written 'FROM -> TO'"]],
  ['FromDevice(0) -> Queue(9)) -> ToDevice(1);', ['CF1001 it closes nothing that is open here']],
  ['FromDevice(0) -> -> Discard;', ["CF1001 an element is missing before the '->'"]],
  ['# router\nIdle -> Discard;', ["CF1003 a comment begins with '//'"]],
  ['Idle -> Discard; # sink', ["CF1001 a comment begins with '//'", 'CF2002']],
  ['FromDevice(0) -> Queue(9 -> ToDevice(1);\n', ["CF1002 is a ')' missing before the '->' in line 1?"]],
  ['Idle;\nIdle -> Print("a) -> Discard;\n', ['CF1002 the string that begins in line 2 is not closed']],
  ['Idle -> Print(a /* b) -> Discard;\n', ['CF1002 the comment that begins in line 1 is not closed']],
  ['Idle -> Discard; /* end', ["CF1015 a comment that begins with '/*' ends with '*/'"]],
  [
    'elementclass X { $a input -> output } Idle -> X(1) -> Discard;',
    ["CF1008 the parameters of a compound end with '|'"],
  ],
  [
    'elementclass X { input -> output; Idle -> X -> Discard;',
    ["CF2002 'X' is still being defined here: is a '}' missing before?", 'CF1002'],
  ],
  [
    'elementclass X { $a | input -> Paint($a) -> output } Idle -> X -> Discard;',
    ['CF2017 X takes 1 argument, not 0'],
  ],
  ['Idle -> { input -> Discard }(1, 2);', ['CF2017 the compound takes no arguments, not 2']],
  ['FromDevice 0 -> Discard;', ["CF2002 arguments stand in parentheses: 'CLASS(ARGUMENT)'"]],
  ['class X { Idle -> Discard }', ["CF2002 did you mean 'elementclass'?", 'CF2002']],
  ['in :: Idle(); in :: Idle(1); in -> Discard;', ['CF2003']],
  [
    'FromDevice(0) -> Strip(14) Queue -> ToDevice(1);',
    ["CF3004 is '->' missing before 'Queue'?", 'CF3004 connect Idle to it if nothing is to come in'],
  ],
  ['FromDevice(0) -> [1] Discard;', ['CF3001 its only input is 0']],
  ['FromDevice(0) -> Unqueue -> Discard;', ['CF3002 put a Queue between the push end and the pull end']],
  [
    'Idle -> q :: Queue -> Queue -> ToDevice(0);',
    ['CF3002 put an Unqueue between the pull end and the push end'],
  ],
  ['Idle -> IPFilter(deny dst port 22 drop all) -> Discard;', ["CF4007 is a comma missing before 'drop'?"]],
  [
    'Idle -> IPFilter(allow src $B) -> Discard;',
    ["CF4007 '$B' stands for nothing here; 'define($B VALUE)' would give it a value"],
  ],
  [
    'Idle -> Strip($n) -> Discard;',
    ["CF4001 '$n' stands for nothing here; 'define($n VALUE)' would give it a value"],
  ],
  ['Idle -> LinearIPLookup(10.0.0.0/8 0, 0.0.0.0/0 1) -> Discard;', ['CF4007']],
  ['require(library a/b.click)', ['CF2021 looked for a/b.click']],
])('%s', async (text, expected) => {
  const found = await findings(text);
  expect(found.map(({ code, hint }) => (hint === undefined ? code : `${code} ${hint}`))).toEqual(expected);
});

test('a class that is defined after its use is pointed to', async () => {
  const found = await findings(
    'elementclass X { -> Y -> } elementclass Y { -> Null -> } Idle -> X -> Discard;',
  );
  expect(found.map(({ code, notes }) => [code, notes?.[0]?.message])).toEqual([
    ['CF2002', 'defined only here, after its use'],
  ]);
});

test('an element that is declared after its use is pointed to, and so is its use', async () => {
  const found = await findings('Idle -> a;\na :: Discard;');
  expect(found.map(({ code, notes }) => [code, notes?.[0]?.message])).toEqual([
    ['CF2002', 'defined only here, after its use'],
    ['CF2004', 'taken for a class since it was used here'],
  ]);
});

test('a wrong value that goes on for lines is told by its beginning', async () => {
  const [found] = await findings(`Idle -> Strip(${'9 '.repeat(40)}\n9) -> Discard;`);
  expect(found!.message).toBe(
    `argument LENGTH of Strip must be an unsigned integer, not '${'9 '.repeat(30)}...'`,
  );
});
