import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WorkspaceEdit } from 'vscode-languageserver/node.js';
import { Client, makeFolder, removeFolder } from './client.ts';
import { GATE } from './gate.ts';

let folder: string;
let client: Client;

beforeAll(async () => {
  folder = makeFolder();
  client = new Client(folder, ['--stdio', '--target', 'click']);
  const { capabilities } = await client.start({ target: 'click' });
  expect(capabilities).toMatchObject({ renameProvider: { prepareProvider: true } });
  await client.open('gate.click', GATE);
});

afterAll(async () => {
  expect(await client.stop()).toBe(0);
  removeFolder(folder);
});

describe('rename', () => {
  const renamed = async (name: string, word: string, newName: string) => {
    const edit = await client.ask<WorkspaceEdit>('rename', name, word, 0, { newName });
    return client.edited(name, edit.changes![client.uri(name)]!);
  };

  test('says what would be renamed', async () => {
    const found = await client.ask<{ placeholder: string }>('prepareRename', 'gate.click', 'gate :: Gate', 1);
    expect(found.placeholder).toBe('gate');
  });

  test('changes an element everywhere in its scope and nowhere else', async () => {
    const text = `elementclass X { input -> q :: Queue -> output; }
q :: Queue; /* 🧱ü */ Idle -> q -> Unqueue -> Discard; Idle -> x :: X -> Unqueue -> Discard;
Script(read q.length, read x/q.length, goto q); "q"`.replace('"q"', '// q');
    await client.open('scopes.click', text);
    const outer = await renamed('scopes.click', 'q -> Unqueue', 'store');
    expect(outer).toContain('store :: Queue; /* 🧱ü */ Idle -> store -> Unqueue');
    expect(outer).toContain('input -> q :: Queue');
    expect(outer).toContain('read store.length, read x/q.length, goto q); // q');
    const inner = await renamed('scopes.click', 'q :: Queue -> output', 'inside');
    expect(inner).toContain('input -> inside :: Queue -> output');
    expect(inner).toContain('q :: Queue; /*');
    expect(inner).toContain('read q.length, read x/inside.length');
    expect(await renamed('scopes.click', 'x :: X', 'y')).toContain('read y/q.length');
  });

  test('changes elements wherever arguments name them, and no text that only looks so', async () => {
    const text = `elementclass Box { input -> e :: Counter -> output; Script(print $(e.count), read ../e.count) }
elementclass Run Script;
e :: Counter(COUNT_CALL 5 e.reset, BYTE_COUNT_CALL 9 c/e.reset); Idle -> e -> c :: Box -> d :: Counter -> Discard;
Script(TYPE ACTIVE, print "e.count is $(e.count) and $(add $(c/e.count) 1)", print 'e $(e.count)', write e.reset e.count,
  read /* e.count */ e.count, goto e $(gt $(e.count) 2), set e $e, print e.count, printn > e.count e.count,
  set x "it's $(e.count)", set r $(readable e.count c/e.count e.x));
Run(read e.count); Idle -> Print(e) -> Print("e.count", MAXLENGTH 5) -> Discard; Message(e.count);
Idle -> r :: RED(1, 2, 0.1, QUEUES e c/e) -> Queue -> Unqueue -> Discard; ControlSocket(TCP, 80, PROXY e);
ScheduleInfo(e 1, c/e 2); StaticThreadSched(e 0, d 1);
`;
    await client.open('named.click', text);
    const outer = await renamed('named.click', 'e :: Counter(', 'main');
    const expected = text
      .replace('e :: Counter(COUNT_CALL 5 e.reset', 'main :: Counter(COUNT_CALL 5 main.reset')
      .replace('Idle -> e -> c', 'Idle -> main -> c')
      .replace('is $(e.count) and', 'is $(main.count) and')
      .replace('write e.reset e.count', 'write main.reset e.count')
      .replace('*/ e.count, goto e $(gt $(e.count)', '*/ main.count, goto e $(gt $(main.count)')
      .replace('print e.count, printn > e.count e.count', 'print main.count, printn > e.count main.count')
      .replace("it's $(e.count)", "it's $(main.count)")
      .replace('readable e.count c/e.count e.x', 'readable main.count c/e.count main.x')
      .replace('Run(read e.count)', 'Run(read main.count)')
      .replace('QUEUES e c/e', 'QUEUES main c/e')
      .replace('PROXY e', 'PROXY main')
      .replace('ScheduleInfo(e 1', 'ScheduleInfo(main 1')
      .replace('StaticThreadSched(e 0', 'StaticThreadSched(main 0');
    expect(outer).toBe(expected);
    const inner = await renamed('named.click', 'e :: Counter -> output', 'one');
    const compound = text
      .replace(
        'input -> e :: Counter -> output; Script(print $(e',
        'input -> one :: Counter -> output; Script(print $(one',
      )
      .replaceAll('c/e', 'c/one');
    expect(inner).toBe(compound);
    const box = await renamed('named.click', 'c :: Box', 'box');
    expect(box).toBe(text.replace('-> c :: Box', '-> box :: Box').replaceAll('c/e', 'box/e'));
  });

  test('changes classes and variables as well', async () => {
    expect(await renamed('gate.click', 'Gate(200', 'Door')).toMatch(
      /elementclass Door \{[\s\S]*gate :: Door\(200/,
    );
    expect(await renamed('gate.click', '$RATE)', 'SPEED')).toMatch(
      /define\(\$SPEED 100\)[\s\S]*Shaper\(\$SPEED\)/,
    );
  });

  test('refuses names that Click would take for something else', async () => {
    for (const newName of ['out', 'Queue', 'Gate', '12', 'a-b', 'define', ''])
      await expect(client.ask('rename', 'gate.click', 'c :: Counter', 0, { newName })).rejects.toThrow(
        /name|element|digits/,
      );
    await expect(client.ask('rename', 'gate.click', 'Counter;', 0, { newName: 'x' })).rejects.toThrow(
      'own classes',
    );
    await expect(client.ask('prepareRename', 'gate.click', '// the gate', 5)).rejects.toThrow('no name');
  });
});
