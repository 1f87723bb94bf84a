import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

// Half of a short run would be V8 compiling the program. What it compiled in a run at build time lies beside the
// program; another V8 than that one rejects it and compiles anew.

// Node keeps compiled code of its own modules too, which V8 takes under the flags of its start only: the large ones
// that commands need must be there before a flag is set.
const require = createRequire(import.meta.url);
for (const name of ['node:child_process', 'node:crypto']) require(name);

// Most functions run a few times only: without the caches of property look-ups that V8 puts off they run slower.
setFlagsFromString('--no-lazy-feedback-allocation');
// Nor do regular expressions that run twice earn machine code.
setFlagsFromString('--regexp-tier-up-ticks=100');
// Functions earn optimized code four times as late, which short runs spend less time on and long ones do not feel.
setFlagsFromString('--interrupt-budget=270336');
// The heap's young generation begins with room for less than a build; growing at once saves collections.
setFlagsFromString('--semi-space-growth-factor=4');

type Program = typeof import('./cli.ts');

/** Where the program and all that belongs to it lie. */
export const folder = fileURLToPath(new URL('.', import.meta.url));

export function loadProgram(): Program {
  const filename = `${folder}program.cjs`;
  const source = `(function(module,require){${readFileSync(filename, 'latin1')}\n})`;
  const script = new Script(source, { filename, cachedData: readCode() });
  const module = { exports: {} as Program };
  script.runInThisContext()(module, require);
  return module.exports;
}

function readCode(): Buffer | undefined {
  try {
    return readFileSync(`${folder}program.v8-${process.versions.v8}`);
  } catch {
    return undefined;
  }
}
