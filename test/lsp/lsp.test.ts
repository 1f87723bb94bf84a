import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  CodeAction,
  CompletionItem,
  DocumentSymbol,
  Hover,
  Location,
} from 'vscode-languageserver/node.js';
import { Client, makeFolder, removeFolder } from './client.ts';
import { GATE } from './gate.ts';

let folder: string;
let client: Client;

beforeAll(async () => {
  folder = makeFolder();
  client = new Client(folder, ['--stdio', '--target', 'click']);
  const { capabilities } = await client.start({ target: 'click' });
  expect(capabilities).toMatchObject({ hoverProvider: true });
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
