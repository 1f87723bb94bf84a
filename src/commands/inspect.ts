import { Command } from 'commander';
import type { ImageReport } from '../image/index.ts';
import { EXIT } from './exit-code.ts';
import { withImage } from './image-file.ts';
import type { Outcome } from './outcome.ts';
import type { Runner } from './program.ts';
import type { Session } from './session.ts';
import { bytes, count } from './words.ts';

export function inspectCommand(run: Runner): Command {
  return new Command('inspect')
    .description('tell what an image is and what it holds')
    .argument('<image>', 'image to look into; - is standard input')
    .action(run(inspectImage));
}

async function inspectImage({ system }: Session, path: string): Promise<Outcome> {
  const { inspect } = await import('../image/index.ts');
  const report = await withImage(system, path, inspect);
  const result = { image: path, ...report };
  return { exitCode: EXIT.ok, diagnostics: [], result, text: describe(path, report), wanted: true };
}

const DELIVERIES: Record<ImageReport['delivery'], string> = {
  note: 'note (the image carries its configuration as a Plan)',
  module: 'module (a Plan: the boot module of a base image)',
  slot: 'slot (the image carries its configuration as text between two marks)',
  xenstore: 'xenstore (a stock ClickOS: it gets its configuration after it was created)',
};

function describe(path: string, { size, delivery, entries, base, plan, slot }: ImageReport): string {
  const types = [...(entries.pv ? ['PV'] : []), ...(entries.pvh ? ['PVH'] : [])];
  const lines = [['size', bytes(size)]];
  if (delivery !== 'module') lines.push(['starts as', types.join(', ') || 'nothing that Xen knows']);
  lines.push(['delivery', DELIVERIES[delivery]]);
  if (slot) lines.push(['text slot', `${bytes(slot.used)} of ${bytes(slot.room)} used`]);
  if (base) lines.push(['base image', `${base.version}, for Plans of version ${base.planVersion}`]);
  if (plan) {
    const devices = plan.devices.length === 0 ? 'no devices' : `devices ${plan.devices.join(', ')}`;
    lines.push(['configuration', `${count(plan.elements, 'element')}, ${devices}, ${bytes(plan.size)}`]);
    lines.push(['digest', plan.digest]);
  } else if (base) lines.push(['configuration', 'none: this is a base image']);
  return `${path}\n${lines.map(([name, value]) => `  ${name!.padEnd(14)} ${value}\n`).join('')}`;
}
