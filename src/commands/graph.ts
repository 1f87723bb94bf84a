import { Command, Option } from 'commander';
import type { Target } from '../catalog/index.ts';
import type { Graph } from '../graph/model.ts';
import { writeFileAtomically } from '../system/write-file.ts';
import { type Definitions, definitionsOption } from './definitions.ts';
import { dryRunOption } from './dry-run.ts';
import { EXIT } from './exit-code.ts';
import { loadRouter } from './load-router.ts';
import type { Outcome } from './outcome.ts';
import type { Runner } from './program.ts';
import type { Session } from './session.ts';
import { targetOption } from './target-option.ts';
import { asText, count } from './words.ts';

const FORMATS = ['svg', 'dot', 'json'] as const;
type Format = (typeof FORMATS)[number];

interface GraphOptions {
  target: Target;
  define?: Definitions;
  format?: Format;
  output?: string;
  dryRun?: true;
}

export function graphCommand(run: Runner): Command {
  return new Command('graph')
    .description('draw a configuration: elements, ports, push and pull, compounds')
    .argument('<file>', 'configuration to read; - is standard input')
    .addOption(
      new Option(
        '--format <format>',
        "the drawing's format; by default as the output's name says, else svg",
      ).choices(FORMATS),
    )
    .option('-o, --output <file>', 'file to write instead of standard output')
    .addOption(targetOption())
    .addOption(definitionsOption())
    .addOption(dryRunOption())
    .action(run(graph));
}

async function graph(session: Session, file: string, options: GraphOptions): Promise<Outcome> {
  const { target, define, output, dryRun } = options;
  const { router, diagnostics } = await loadRouter(session, file, target, define);
  const [{ graphOf }, { lookup, lookupAnywhere }] = await Promise.all([
    import('../graph/graph-of.ts'),
    import('../catalog/index.ts'),
  ]);
  const drawn = graphOf(router, (name) => lookup(name, target) ?? lookupAnywhere(name));
  const format = options.format ?? formatOf(output);
  const text = await draw(drawn, format, file);
  if (output !== undefined && !dryRun) writeFileAtomically(session.system, output, Buffer.from(text));
  const sizes = { elements: drawn.elements.length, connections: drawn.connections.length };
  const drawing = format === 'json' ? { graph: JSON.parse(text) } : { drawing: text };
  const result = { format, ...sizes, ...(output === undefined ? drawing : { output, written: !dryRun }) };
  const told = `${output}: ${count(sizes.elements, 'element')}, ${count(sizes.connections, 'connection')}\n`;
  const shown = output === undefined ? { text, wanted: true } : { text: told };
  return { exitCode: EXIT.ok, diagnostics, sources: router.sources, result, ...shown };
}

function formatOf(output: string | undefined): Format {
  return FORMATS.find((format) => output?.endsWith(`.${format}`)) ?? 'svg';
}

async function draw(drawn: Graph, format: Format, file: string): Promise<string> {
  if (format === 'json') return `${JSON.stringify(drawn, unicode, 2)}\n`;
  if (format === 'dot') return (await import('../graph/dot.ts')).toDot(drawn);
  const [{ layout }, { toSvg }] = await Promise.all([
    import('../graph/layout.ts'),
    import('../graph/svg.ts'),
  ]);
  return toSvg(drawn, await layout(drawn), file);
}

function unicode(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? asText(value) : value;
}
