import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

// Half of a short run would be V8 compiling the program. What it compiled in a run at build time lies beside the
// program; another V8 than that one rejects it and compiles anew.

// Node keeps compiled code of its own modules too, which V8 takes under the flags of its start only: the large ones
// that commands need must be there before a flag is set.
for (const name of ['node:child_process', 'node:crypto']) require(name);

// Most functions run a few times only: without the caches of property look-ups that V8 puts off they run slower.
setFlagsFromString('--no-lazy-feedback-allocation');
// Nor do regular expressions that run twice earn machine code.
setFlagsFromString('--regexp-tier-up-ticks=100');
// Functions earn optimized code four times as late, which short runs spend less time on and long ones do not feel.
setFlagsFromString('--interrupt-budget=270336');
// The heap's young generation begins with room for less than a build; growing at once saves collections.
setFlagsFromString('--semi-space-growth-factor=4');
// At each property that a function meets for the first time V8 asks anew when to optimize it, in half of a microsecond.
setFlagsFromString('--no-reset-interrupt-on-ic-update');
// Regular expressions that run a few times are not worth making their code shorter.
setFlagsFromString('--no-regexp-peephole-optimization');
// A short run ends before what it calls often has paid for the first, simple machine code, of which V8 makes 4 KB at a time.
setFlagsFromString('--baseline-batch-compilation-threshold=32768');

type Program = typeof import('./cli.ts');

/** Where the program and all that belongs to it lie. */
export const folder = join(__dirname, '/');

export function loadProgram(): Program {
  const filename = `${folder}program.cjs`;
  // The text of a function. One line more makes it a string inside of V8's heap: its size is what lets the young
  // generation grow at the next collection, so that there are two in all and not three.
  const source = `${readFileSync(filename, 'latin1')}\n`;
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
