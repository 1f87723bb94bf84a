import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  CodeAction,
  CompletionItem,
  DocumentSymbol,
  Hover,
  Location,
  WorkspaceEdit,
} from 'vscode-languageserver/node.js';
import { Client, makeFolder, removeFolder } from './client.ts';

const GATE = `// the gate, größer 🧱
define($RATE 100)
elementclass Gate { $size, BURST $burst |
  /* 🧱 */ input -> q :: Queue($size) -> s :: Shaper($RATE) -> output;
}
in :: FromDevice(0); /* ü🧱 */ c :: Counter;
in -> c -> gate :: Gate(200, BURST 3) -> out :: ToDevice(0);
FromDevice(1) -> Print("größe", MAXLENGTH 20) -> Discard;
`;

let folder: string;
let client: Client;

beforeAll(async () => {
  folder = makeFolder();
  client = new Client(folder, ['--stdio', '--target', 'click']);
  const { capabilities } = await client.start({ target: 'click' });
  expect(capabilities).toMatchObject({ renameProvider: { prepareProvider: true }, hoverProvider: true });
  await client.open('gate.click', GATE);
});

afterAll(async () => {
  expect(await client.stop()).toBe(0);
  removeFolder(folder);
});

describe('findings', () => {
  test('come after opening, change with the text, and go when it is closed', async () => {
    await client.open(
      'broken.click',
      'Idle -> c :: Counter; /* 🧱 */ Idle -> Dicsard;\na :: Idle; a :: Idle;\n',
    );
    const first = await client.findings('broken.click', ({ length }) => length > 0);
    const unknown = first.find(({ code }) => code === 'CF2001' || code === 'CF2002')!;
    expect(client.textAt('broken.click', unknown.range)).toBe('Dicsard');
    expect(unknown).toMatchObject({ source: 'clickforge', severity: 1 });
    expect(unknown.message).toContain("did you mean 'Discard'?");
    const twice = first.find(({ code }) => code === 'CF2003')!;
    expect(twice.relatedInformation?.[0]).toMatchObject({ location: { uri: client.uri('broken.click') } });

    await client.change('broken.click', 'Dicsard', 'Discard');
    await client.findings('broken.click', (found) => found.every(({ code }) => code !== unknown.code));
    await client.change('broken.click', 'a :: Idle; a :: Idle;', '');
    await client.change('broken.click', 'c :: Counter;', 'c :: Counter -> Discard;');
    await client.findings('broken.click', ({ length }) => length === 0);
  });

  test('in a library are shown at its own place', async () => {
    client.write('library.click', 'elementclass Sink { input -> Discad }\n');
    await client.open('user.click', 'require(library library.click);\nIdle -> Sink;\n');
    const found = await client.findings('library.click', ({ length }) => length > 0);
    expect(found[0]?.range.start).toEqual({ line: 0, character: 29 });
    const definition = await client.ask<Location>('definition', 'user.click', 'Sink');
    expect(definition).toMatchObject({
      uri: client.uri('library.click'),
      range: { start: { line: 0, character: 13 } },
    });
    await client.open('library.click', 'elementclass Sink { input -> Discard }\n');
    await client.findings('library.click', ({ length }) => length === 0);
  });

  test('offer the fix that the hint names', async () => {
    await client.open('fix.click', 'Idle -> /* ü */ Discrad;\n');
    await client.findings('fix.click', ({ length }) => length > 0);
    const range = {
      start: client.position('fix.click', 'Discrad', 3),
      end: client.position('fix.click', 'Discrad', 3),
    };
    const context = { diagnostics: [] };
    const [action] = await client.askAll<CodeAction[]>('codeAction', 'fix.click', { range, context });
    expect(action).toMatchObject({ title: 'Write Discard', kind: 'quickfix' });
    const edits = action!.edit!.changes![client.uri('fix.click')]!;
    expect(client.edited('fix.click', edits)).toBe('Idle -> /* ü */ Discard;\n');
  });
});

describe('hover', () => {
  const markdown = async (word: string, more = 0) => {
    const found = await client.ask<Hover | null>('hover', 'gate.click', word, more);
    return found && (found.contents as { value: string }).value;
  };

  test('on a class shows its manual', async () => {
    expect(await markdown('Queue(')).toMatch(
      /\*\*Queue\*\* — stores packets[\s\S]*`CAPACITY`[\s\S]*Handlers/,
    );
  });

  test('on an element shows what it is', async () => {
    expect(await markdown('c -> gate')).toContain('c :: Counter');
    expect(await markdown('gate :: Gate')).toContain('gate :: Gate(200, BURST 3)');
  });

  test('on a compound class shows its parameters', async () => {
    expect(await markdown('Gate {')).toContain('elementclass Gate { $size, BURST $burst | … }');
  });

  test('on a variable shows its value or that it is a parameter', async () => {
    expect(await markdown('$RATE)')).toContain('define($RATE 100)');
    expect(await markdown('$size)')).toContain('parameter');
  });

  test('on an argument shows its meaning', async () => {
    expect(await markdown('MAXLENGTH 20')).toContain('`MAXLENGTH`');
    expect(await markdown('"größe"')).toContain('`LABEL`');
  });

  test('on a blank shows nothing, and its place is that of the word', async () => {
    expect(await markdown('  /* 🧱')).toBeNull();
    const { range } = await client.ask<Hover>('hover', 'gate.click', 'Shaper', 2);
    expect(client.textAt('gate.click', range!)).toBe('Shaper');
  });
});

describe('names', () => {
  test('lead to their definitions', async () => {
    const definition = async (word: string, more = 0) => {
      const found = await client.ask<Location | null>('definition', 'gate.click', word, more);
      return found && client.textAt('gate.click', found.range);
    };
    expect(await definition('in -> c')).toBe('in');
    expect(await definition('Gate(200')).toBe('Gate');
    expect(await definition('$RATE)')).toBe('$RATE');
    expect(await definition('Queue(')).toBeNull();
  });

  test('are found wherever they stand', async () => {
    const context = { includeDeclaration: true };
    const found = await client.ask<Location[]>('references', 'gate.click', 'c -> gate', 0, { context });
    expect(found.map(({ range }) => range.start.line)).toEqual([5, 6]);
    expect(await client.ask('documentHighlight', 'gate.click', 'in ::')).toHaveLength(2);
  });

  test('are listed as symbols, compounds with their inside', async () => {
    const symbols = await client.askAll<DocumentSymbol[]>('documentSymbol', 'gate.click');
    const shape = (list: DocumentSymbol[]): unknown[] =>
      list.map(({ name, detail, children = [] }) =>
        children.length > 0 ? [name, detail, shape(children)] : [name, detail],
      );
    expect(shape(symbols)).toEqual([
      ['$RATE', '100'],
      [
        'Gate',
        'compound',
        [
          ['$size', 'parameter'],
          ['$burst', 'parameter'],
          ['q', 'Queue'],
          ['s', 'Shaper'],
        ],
      ],
      ['in', 'FromDevice'],
      ['c', 'Counter'],
      ['gate', 'Gate'],
      ['out', 'ToDevice'],
    ]);
    const selection = symbols.map(({ selectionRange }) => client.textAt('gate.click', selectionRange));
    expect(selection).toEqual(['$RATE', 'Gate', 'in', 'c', 'gate', 'out']);
  });
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

describe('completion', () => {
  let completions = 0;
  const complete = async (before: string, after = '\n') => {
    const name = `complete-${completions++}.click`;
    await client.open(name, before + after);
    const at = before.split('\n');
    const position = { line: at.length - 1, character: at.at(-1)!.length };
    return (await client.askAll<CompletionItem[] | null>('completion', name, { position })) ?? [];
  };
  const labels = (items: CompletionItem[]) => items.map(({ label }) => label);

  test('offers classes after ::', async () => {
    const found = labels(await complete('elementclass Mine { input -> output }\n/* ü */ a :: '));
    expect(found).toEqual(expect.arrayContaining(['Mine', 'Queue', 'Classifier']));
    expect(found).not.toContain('a');
    expect(found).not.toContain('define');
  });

  test('offers elements and classes in a chain, with what they replace', async () => {
    const items = await complete('queue :: Queue;\n/* 🧱 */ Idle -> que');
    expect(labels(items)).toEqual(expect.arrayContaining(['queue', 'Queue']));
    expect(items.find(({ label }) => label === 'queue')?.textEdit).toEqual({
      range: { start: { line: 1, character: 17 }, end: { line: 1, character: 20 } },
      newText: 'queue',
    });
  });

  test('offers the names of the scope alone, and input and output inside a compound', async () => {
    const found = labels(await complete('outside :: Idle;\nelementclass X { inside :: Null; in', ' }\n'));
    expect(found).toEqual(expect.arrayContaining(['inside', 'input', 'output', 'elementclass']));
    expect(found).not.toContain('outside');
  });

  test('offers the arguments of a class inside its configuration string', async () => {
    const items = await complete('Idle -> Print(hello, MAX', ') -> Discard;\n');
    expect(labels(items)).toEqual(expect.arrayContaining(['LABEL', 'MAXLENGTH', 'CONTENTS']));
    expect(items.find(({ label }) => label === 'MAXLENGTH')).toMatchObject({
      detail: expect.stringContaining('default 24'),
      textEdit: { newText: 'MAXLENGTH ' },
    });
  });

  test('offers the values of an argument', async () => {
    expect(labels(await complete('Idle -> Print(CONTENTS ', ') -> Discard;\n'))).toEqual([
      'NONE',
      'HEX',
      'ASCII',
    ]);
    expect(labels(await complete('Idle -> Print(ACTIVE t', ') -> Discard;\n'))).toEqual(['true', 'false']);
  });

  test('offers the keywords of a compound, and variables after $', async () => {
    const compound = 'elementclass X { $a, KEY $b | input -> Paint(';
    expect(labels(await complete(`${compound}$a) -> output }\nIdle -> X(1, `, ') -> Discard;\n'))).toEqual([
      'KEY',
    ]);
    expect(labels(await complete(`define($top 1)\n${compound}$`, ') -> output }\n'))).toEqual(
      expect.arrayContaining(['a', 'b', 'top']),
    );
  });

  test('offers nothing in comments, in quotes, in port lists and for a new name', async () => {
    for (const before of [
      '// Idle -> Qu',
      'a :: Idle; /* Qu',
      'Print("Qu',
      'a :: Idle; a [',
      'elementclass Qu',
    ])
      expect(labels(await complete(before))).toEqual([]);
  });

  test('tells more of a class when asked', async () => {
    const items = await complete('a :: Qu');
    const queue = items.find(({ label }) => label === 'Queue')!;
    const resolved = await client.connection.sendRequest<CompletionItem>('completionItem/resolve', queue);
    expect(JSON.stringify(resolved.documentation)).toContain('CAPACITY');
  });
});
