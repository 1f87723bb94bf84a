import { Command, Option } from 'commander';
import type { ElementManual, Target } from '../catalog/index.ts';
import { EXIT } from './exit-code.ts';
import { failure } from './failure.ts';
import type { Outcome } from './outcome.ts';
import type { Runner } from './program.ts';
import type { Session } from './session.ts';

type Catalog = typeof import('../catalog/index.ts');

interface ElementsOptions {
  target: Target | 'any';
  group?: string;
  search?: string;
}

export function elementsCommand(run: Runner): Command {
  return new Command('elements')
    .description('list element classes, or explain one')
    .argument('[name]', 'class to explain')
    .option('--group <group>', 'only the classes of this group, as ip or standard')
    .option('--search <word>', 'only the classes that have the word in their name, title or manual')
    .addOption(
      new Option('--target <target>', 'only the classes that exist there')
        .choices(['clickforge', 'clickos', 'click', 'any'])
        .default('any'),
    )
    .action(run(elements));
}

async function elements(
  session: Session,
  name: string | undefined,
  options: ElementsOptions,
): Promise<Outcome> {
  const catalog = await import('../catalog/index.ts');
  session.stopwatch.lap('imports');
  return name === undefined ? list(catalog, options) : explain(catalog, name, options);
}

async function explain(catalog: Catalog, name: string, { target }: ElementsOptions): Promise<Outcome> {
  const inTarget = target === 'any' ? undefined : catalog.manualOf(name, target);
  const spec = inTarget ?? catalog.manualAnywhere(name);
  if (spec === undefined) {
    const { nearest } = await import('../nearest.ts');
    const near = nearest(name, catalog.allClassNames());
    const hint = near ? `did you mean ${near}?` : '`clickforge elements` lists the classes';
    return failure(EXIT.findings, { code: 'CF8004', message: `there is no element class ${name}`, hint });
  }
  const { manualText } = await import('../manual/text.ts');
  const availability = catalog.availability(name);
  const { class: className, title, group, ...others } = spec;
  const targets = catalog.targetsOf(name);
  const result = { class: className, title, group, ...others, availability, targets };
  return { exitCode: EXIT.ok, diagnostics: [], result, text: manualText(spec, availability), wanted: true };
}

function list(catalog: Catalog, { target, group, search }: ElementsOptions): Outcome {
  const all = catalog.allClassNames().map((name) => catalog.manualAnywhere(name)!);
  const groups = [...new Set(all.map((spec) => spec.group))].sort();
  if (group !== undefined && !groups.includes(group)) {
    const hint = `the groups are ${groups.join(', ')}`;
    return failure(EXIT.usage, { code: 'CF8001', message: `there is no group ${group}`, hint });
  }
  const found = all
    .map((spec) => ({ spec, targets: catalog.targetsOf(spec.class) }))
    .filter(({ targets }) => target === 'any' || targets.includes(target))
    .filter(({ spec }) => group === undefined || spec.group === group)
    .filter(({ spec }) => search === undefined || mentions(spec, search));
  const rows = found.map(({ spec, targets }) => [
    spec.class,
    spec.group,
    targets.join(' '),
    spec.title ?? '',
  ]);
  const result = {
    elements: found.map(({ spec, targets }) => ({
      class: spec.class,
      title: spec.title,
      group: spec.group,
      ports: spec.ports,
      processing: spec.processing,
      targets,
    })),
  };
  return { exitCode: EXIT.ok, diagnostics: [], result, text: table(rows), wanted: true };
}

function mentions({ class: name, title = '', manual = '' }: ElementManual, word: string): boolean {
  return `${name}\n${title}\n${manual}`.toLowerCase().includes(word.toLowerCase());
}

function table(rows: string[][]): string {
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return lines.map((line) => `${line}\n`).join('');
}
