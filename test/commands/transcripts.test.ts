import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { replay } from './transcript.ts';

const FOLDER = new URL('transcripts/', import.meta.url);

// `npx vitest run test/commands -u` writes down what the commands print now; read the difference before committing it.
test.each(readdirSync(FOLDER))('%s', async (name) => {
  const path = fileURLToPath(new URL(name, FOLDER));
  await expect(await replay(readFileSync(path, 'utf8'))).toMatchFileSnapshot(path);
});
