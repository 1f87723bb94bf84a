// Fuzzing of what reads files and answers in TypeScript: changed inputs, of which those are kept that went a way of their own.
// @ts-check
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packFolder, unpackFolder } from './fuzz-corpus.mjs';
import { folderOf, importTypeScript, keptCorpus } from './fuzz-folders.mjs';
import { countExecutions } from './fuzz-totals.mjs';

/** Bytes of the longest input that is kept: an image, or a package of one. They differ little from each other, and pack well. */
const KEPT_LONGEST = 30_000;

/** @returns {Promise<typeof import('../test/fuzz/run-reader.ts')>} */
export const readers = () => importTypeScript('test/fuzz/run-reader.ts');

/** What is kept of a reader's inputs. @param {string} name @returns {Promise<Buffer[]>} */
export async function keptInputs(name) {
  const folder = join(folderOf(name), 'kept');
  await rm(folder, { recursive: true, force: true });
  await unpackFolder(keptCorpus(name), folder);
  return readAll(folder);
}

/** @param {string} folder */
async function readAll(folder) {
  const inputs = [];
  // One by one: a corpus of a long run has more files than a process may have open.
  for (const file of (await readdir(folder)).sort()) inputs.push(await readFile(join(folder, file)));
  return inputs;
}

/** Gives a reader changed inputs; keeps what shows a fault and what went a way of its own.
 * @param {string} name @param {import('./fuzz.mjs').Extent} extent @param {boolean} keep */
export async function fuzzReader(name, { seconds, executions }, keep) {
  const folder = folderOf(name);
  const [corpus, found] = [join(folder, 'corpus'), join(folder, 'finds')];
  for (const each of [corpus, found]) await mkdir(each, { recursive: true });
  // The shortest of those that go the same way is the one to keep.
  const kept = [...(await keptInputs(name)), ...(await readAll(corpus))].sort((a, b) => a.length - b.length);
  const { runReader } = await readers();
  const run = await runReader(name, seconds, { seed: Date.now(), kept, executions });
  await rm(corpus, { recursive: true });
  await writeAll(
    corpus,
    run.corpus.filter(({ length }) => length <= KEPT_LONGEST),
  );
  await writeAll(
    found,
    run.finds.map(({ input }) => input),
  );
  const total = await countExecutions(folder, run.executions);
  const count = `${run.executions} executions (${total} in all)`;
  process.stdout.write(`${name.padEnd(10)} ${count}, ${run.ways} ways, ${run.finds.length} finds\n`);
  for (const { fault } of run.finds) process.stdout.write(`${fault}\n`);
  if (keep) await packFolder(corpus, keptCorpus(name));
  return run.finds.length > 0 ? 1 : 0;
}

/** @param {string} folder @param {Uint8Array[]} inputs */
async function writeAll(folder, inputs) {
  await mkdir(folder, { recursive: true });
  for (const input of inputs) await writeFile(join(folder, nameOf(input)), input);
}

/** @param {Uint8Array} input */
const nameOf = (input) => createHash('sha256').update(input).digest('hex').slice(0, 40);
