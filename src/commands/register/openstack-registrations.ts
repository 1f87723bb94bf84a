import { Command } from 'commander';
import type { Registration } from '../../vims/openstack/find.ts';
import type { Image } from '../../vims/openstack/glance.ts';
import { dryRunOption } from '../dry-run.ts';
import { EXIT } from '../exit-code.ts';
import type { Outcome } from '../outcome.ts';
import type { Runner } from '../program.ts';
import type { Session } from '../session.ts';
import { table } from '../table.ts';
import { addCloudOptions, type CloudOptions, withCloud } from './cloud.ts';

export function listOpenstack(run: Runner): Command {
  const command = new Command('list')
    .description('list what clickforge registered in a cloud')
    .action(run(list));
  return addCloudOptions(command);
}

export function showOpenstack(run: Runner): Command {
  const command = new Command('show')
    .description('show all that a cloud knows about a registration')
    .argument('<registration>', 'its name, id or digest')
    .action(run(show));
  return addCloudOptions(command);
}

export function unregisterOpenstack(run: Runner): Command {
  const command = new Command('openstack')
    .description('remove a registration and its kernel from a cloud, unless something uses it')
    .argument('<registration>', 'its name, id or digest')
    .addOption(dryRunOption())
    .action(run(unregister));
  return addCloudOptions(command);
}

async function list({ system }: Session, options: CloudOptions): Promise<Outcome> {
  const { registrations } = await import('../../vims/openstack/find.ts');
  const { result, requests, diagnostics } = await withCloud(system, options, registrations);
  const rows = result.map(({ image, kernel, ramdisk }) => [
    image.name ?? '',
    image.id,
    statusOf(image, { kernel, ramdisk }),
    image.visibility,
    `${image.min_ram} MB`,
    String(image.clickforge_digest ?? '').substring(0, 12),
    image.created_at,
  ]);
  const head = ['NAME', 'ID', 'STATUS', 'VISIBLE', 'MEMORY', 'DIGEST', 'CREATED'];
  const align = ['left', 'left', 'left', 'left', 'right', 'left', 'left'] as const;
  const text = rows.length === 0 ? 'clickforge registered nothing here\n' : table(head, rows, align);
  return { exitCode: EXIT.ok, diagnostics, result: { registrations: result, requests }, text, wanted: true };
}

/** Its own, or that of a part without which it does not start. */
function statusOf(image: Image, parts: Record<string, Image | undefined>): string {
  const lacking = Object.entries(parts).find(([, part]) => part && part.status !== 'active');
  return image.status === 'active' && lacking ? `${lacking[0]} ${lacking[1]!.status}` : image.status;
}

async function show({ system }: Session, word: string, options: CloudOptions): Promise<Outcome> {
  const { findRegistration } = await import('../../vims/openstack/find.ts');
  const { result, requests, diagnostics } = await withCloud(system, options, (glance) =>
    findRegistration(glance, word),
  );
  return {
    exitCode: EXIT.ok,
    diagnostics,
    result: { ...result, requests },
    text: described(result),
    wanted: true,
  };
}

function described({ image, kernel, ramdisk }: Registration): string {
  const properties = (each: object) =>
    Object.entries(each)
      .filter(([name, value]) => value !== null && !/^(self|file|schema|locations|direct_url)$/.test(name))
      .map(
        ([name, value]) =>
          `  ${name.padEnd(26)} ${Array.isArray(value) ? value.join(', ') : String(value)}\n`,
      )
      .join('');
  const told = [image, kernel, ramdisk].filter((each) => each !== undefined);
  return told.map((each) => `${each.name}\n${properties(each)}`).join('');
}

async function unregister(
  { system }: Session,
  word: string,
  options: CloudOptions & { dryRun?: true },
): Promise<Outcome> {
  const [{ findRegistration }, { removeRegistration }] = await Promise.all([
    import('../../vims/openstack/find.ts'),
    import('../../vims/openstack/unregister.ts'),
  ]);
  const { result, requests, diagnostics } = await withCloud(system, options, async (glance) => {
    const { image, kernel, ramdisk } = await findRegistration(glance, word);
    // A part that is named by its own id is refused while a boot stub uses it.
    const target = [kernel, ramdisk].find((part) => part?.id === word) ?? image;
    return {
      ...(await removeRegistration(glance, target, { dryRun: options.dryRun === true })),
      name: target.name,
    };
  });
  const { removed, kept, instancesAsked, name } = result;
  const text = [
    options.dryRun ? `${name}: would be removed\n` : `${name}: removed\n`,
    ...removed.map((id) => `  ${options.dryRun ? 'would remove  ' : 'removed       '} ${id}\n`),
    ...kept.map((id) => `  kept           ${id}, which another image uses\n`),
    ...(instancesAsked ? [] : ['  instances      not asked for: the cloud has no compute service\n']),
  ].join('');
  return { exitCode: EXIT.ok, diagnostics, result: { ...result, requests }, text };
}
