import { Command } from 'commander';
import type { Target } from '../catalog/index.ts';
import { SystemError } from '../system/error.ts';
import { readLatin1 } from '../system/read-file.ts';
import type { Outcome } from './outcome.ts';
import type { Runner } from './program.ts';
import type { Session } from './session.ts';
import { targetOption } from './target-option.ts';
import { asText } from './words.ts';

export function lspCommand(run: Runner): Command {
  return new Command('lsp')
    .description('serve editors by the Language Server Protocol on standard input and output')
    .option('--stdio', 'the only way there is; accepted because editors say so')
    .addOption(targetOption())
    .action(run(lsp));
}

/** Runs until the editor ends it: the protocol's library then ends the process. */
async function lsp({ system }: Session, { target }: { target: Target }): Promise<Outcome> {
  const [library, { serve }] = await Promise.all([
    import('vscode-languageserver/node.js'),
    import('../lsp/server.ts'),
  ]);
  const connection = library.createConnection(process.stdin, process.stdout);
  const readFile = (path: string) => {
    try {
      return readLatin1(system, asText(path));
    } catch (error) {
      if (error instanceof SystemError) return undefined;
      throw error;
    }
  };
  serve(library, connection, { target, readFile });
  return new Promise(() => {});
}
