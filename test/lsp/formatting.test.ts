import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TextEdit } from 'vscode-languageserver/node.js';
import { Client, makeFolder, removeFolder } from './client.ts';

let folder: string;
let client: Client;

beforeAll(async () => {
  folder = makeFolder();
  client = new Client(folder);
  await client.start();
});

afterAll(async () => {
  expect(await client.stop()).toBe(0);
  removeFolder(folder);
});

describe('formatting', () => {
  test('lays the text out and keeps comments', async () => {
    const text = '// größer 🧱\na::Idle;   // keep\nelementclass X{\ninput->output}\na->X->Discard;\n';
    await client.open('wild.click', text);
    const options = { tabSize: 4, insertSpaces: true };
    const edits = await client.askAll<TextEdit[]>('formatting', 'wild.click', { options });
    expect(client.edited('wild.click', edits)).toBe(
      '// größer 🧱\na :: Idle; // keep\nelementclass X {\n    input -> output\n}\na -> X -> Discard;\n',
    );
    expect(edits[0]?.range.start.line).toBe(1);
  });

  test('leaves text with errors, and text that is even already, alone', async () => {
    const options = { tabSize: 2, insertSpaces: true };
    await client.open('wrong.click', 'a -> -> b');
    expect(await client.askAll('formatting', 'wrong.click', { options })).toEqual([]);
    await client.open('even.click', 'a :: Idle;\n');
    expect(await client.askAll('formatting', 'even.click', { options })).toEqual([]);
  });
});

test('a server whose editor goes away ends', async () => {
  const other = new Client(folder);
  await other.start();
  const ended = new Promise((resolve) => other.server.once('exit', resolve));
  other.server.stdin!.end();
  expect(await ended).toBe(1);
  other.connection.dispose();
});
