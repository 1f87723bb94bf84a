// Runs clang-19 and its tools for the build scripts: compile many C files at once, know when there is nothing to do.
// @ts-check
import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EnvironmentFault } from './run.mjs';

const execute = promisify(execFile);

/**
 * Paths below `root` of the files in `folders` whose names end in one of `endings`, sorted.
 * @param {string} root @param {{ folder: string, deep: boolean }[]} folders @param {string[]} endings
 */
export async function listFiles(root, folders, endings) {
  const files = [];
  for (const { folder, deep } of folders) {
    const names = await readdir(join(root, folder), { recursive: deep });
    const wanted = names.filter((name) => endings.some((ending) => name.endsWith(ending)));
    files.push(...wanted.map((name) => join(folder, name)));
  }
  return files.sort();
}

/**
 * Whether `output` is newer than every file of `inputs`.
 * @param {string} root @param {string} output @param {string[]} inputs
 */
export async function isCurrent(root, output, inputs) {
  const made = await modified(join(root, output));
  const times = await Promise.all(inputs.map((file) => modified(join(root, file))));
  return times.every((time) => time < made);
}

/** @param {string} path */
async function modified(path) {
  return stat(path).then(
    (info) => info.mtimeMs,
    () => 0,
  );
}

/**
 * Compiles `files` into `work`; gives the objects in the files' order.
 * @param {string} root @param {string[]} files @param {string[]} flags @param {string} work
 */
export async function compileAll(root, files, flags, work) {
  const objects = files.map((file) => join(work, `${file.replaceAll('/', '-')}.o`));
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < files.length; index = next++)
      await tool(root, 'clang-19', [...flags, '-c', files[index], '-o', objects[index]]);
  };
  // All settle before a failure is told, so that nobody still writes where the caller cleans up.
  const results = await Promise.allSettled(Array.from({ length: availableParallelism() }, worker));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return objects;
}

/**
 * Runs a program to its end; throws what it complained about, or EnvironmentFault when it is missing.
 * @param {string} cwd @param {string} program @param {string[]} args
 */
export async function tool(cwd, program, args) {
  try {
    await execute(program, args, { cwd, maxBuffer: 1 << 26 });
  } catch (error) {
    const fault = /** @type {NodeJS.ErrnoException & { stderr?: string }} */ (error);
    if (fault.code === 'ENOENT') throw new EnvironmentFault(`missing program: ${program}`);
    throw new Error(`${program} failed:\n${fault.stderr ?? fault.message}`);
  }
}
