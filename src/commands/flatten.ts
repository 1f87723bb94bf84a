import { Command } from 'commander';
import type { Target } from '../catalog/index.ts';
import type { Diagnostic } from '../click-config-parser/diagnostic.ts';
import type { Change } from '../router/passes/change.ts';
import { writeFileAtomically } from '../system/write-file.ts';
import { type Definitions, definitionsOption } from './definitions.ts';
import { dryRunOption } from './dry-run.ts';
import { EXIT } from './exit-code.ts';
import { flatText } from './flat-text.ts';
import { loadRouter } from './load-router.ts';
import type { Outcome } from './outcome.ts';
import type { Runner } from './program.ts';
import type { Session } from './session.ts';
import { targetOption } from './target-option.ts';
import { asText, bytes, count } from './words.ts';

interface FlattenOptions {
  target: Target;
  define?: Definitions;
  minify?: true;
  removeDead?: true;
  output?: string;
  dryRun?: true;
}

export function flattenCommand(run: Runner): Command {
  return new Command('flatten')
    .description('write a configuration without compounds, groups and variables')
    .argument('<file>', 'configuration to read; - is standard input')
    .option('--minify', 'write it as short as possible, under other names')
    .option('--remove-dead', 'take out what does no work, and tell what and why')
    .option('-o, --output <file>', 'file to write instead of standard output')
    .addOption(targetOption())
    .addOption(definitionsOption())
    .addOption(dryRunOption())
    .action(run(flattenFile));
}

async function flattenFile(session: Session, file: string, options: FlattenOptions): Promise<Outcome> {
  const loaded = await loadRouter(session, file, options.target, options.define);
  const { router, changes, text } = await flatText(loaded.router, options);
  const { output, dryRun } = options;
  const content = Buffer.from(text, 'latin1');
  if (output !== undefined && !dryRun) writeFileAtomically(session.system, output, content);
  const told = `${output}: ${count(router.elements.length, 'element')}, ${bytes(content.length)}\n`;
  return {
    exitCode: EXIT.ok,
    diagnostics: [...loaded.diagnostics, ...changes.map(diagnosticOf)],
    sources: router.sources,
    result: {
      configuration: content.toString('utf8'),
      size: content.length,
      elements: router.elements.length,
      connections: router.connections.length,
      changes: changes.map(({ kind, element, reason }) => ({
        kind,
        element: asText(element.name),
        class: element.className,
        reason,
      })),
      ...(output === undefined ? {} : { output, written: !dryRun }),
    },
    ...(output === undefined ? { text: content, wanted: true } : { text: told }),
  };
}

function diagnosticOf({ kind, element, reason }: Change): Diagnostic {
  const what = kind === 'removed' ? 'is taken out' : 'changes';
  return {
    code: kind === 'removed' ? 'CF3101' : 'CF3102',
    severity: 'note',
    message: `'${element.name} :: ${element.className}' ${what}: ${reason}`,
    span: element.span,
  };
}
