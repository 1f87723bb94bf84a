import { Command } from 'commander';
import type { ElementSpec, Target } from '../catalog/index.ts';
import { EXIT } from './exit-code.ts';
import { failure } from './failure.ts';
import { manualOf } from './manual.ts';
import type { Outcome } from './outcome.ts';
import type { Runner } from './program.ts';
import type { Session } from './session.ts';
import { targetOption } from './target-option.ts';

export function elementsCommand(run: Runner): Command {
  return new Command('elements')
    .description('list element classes, or explain one')
    .argument('[name]', 'class to explain')
    .addOption(targetOption())
    .action(run(elements));
}

async function elements(
  session: Session,
  name: string | undefined,
  { target }: { target: Target },
): Promise<Outcome> {
  const catalog = await import('../catalog/index.ts');
  session.stopwatch.lap('imports');
  if (name === undefined)
    return list(catalog.classNames(target).map((each) => catalog.lookup(each, target)!));
  const spec = catalog.lookup(name, target) ?? catalog.lookupAnywhere(name);
  if (spec === undefined) {
    const near = catalog.nearest(name, catalog.allClassNames());
    const hint = near ? `did you mean ${near}?` : '`clickforge elements` lists the classes';
    return failure(EXIT.findings, { code: 'CF8004', message: `there is no element class ${name}`, hint });
  }
  const result = { ...spec, availability: catalog.availability(name) };
  return {
    exitCode: EXIT.ok,
    diagnostics: [],
    result,
    text: manualOf(spec, result.availability),
    wanted: true,
  };
}

function list(specs: ElementSpec[]): Outcome {
  const width = Math.max(0, ...specs.map((spec) => spec.class.length));
  const text = specs.map((spec) => `${spec.class.padEnd(width)}  ${spec.title ?? ''}`.trimEnd()).join('\n');
  const result = {
    elements: specs.map((spec) => ({ class: spec.class, title: spec.title, group: spec.group })),
  };
  return { exitCode: EXIT.ok, diagnostics: [], result, text: `${text}\n`, wanted: true };
}
