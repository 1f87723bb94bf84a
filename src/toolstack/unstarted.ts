import type { Clock } from '../system/system.ts';
import type { DomainSpec } from '../targets/domain-spec.ts';
import { listDomains } from './domains.ts';
import type { Host } from './host.ts';
import type { Toolstack } from './toolstack.ts';

/** Milliseconds for which a domain is watched before it goes: another launch may be about to start it. */
const PATIENCE = 5000;
const LOOK = 500;

/**
 * Destroys those of `domains` that a launch has made and that never ran, because it was killed before it could start or
 * remove them; gives their names. Only xl tells that a domain never ran.
 */
export async function removeUnstarted(
  host: Host,
  toolstack: Toolstack,
  clock: Clock,
  domains: readonly DomainSpec[],
): Promise<string[]> {
  if (toolstack.name !== 'xl') return [];
  let left = await ours(host, toolstack, domains);
  for (let passed = 0; left.length > 0 && passed < PATIENCE; passed += LOOK) {
    await clock.pause(LOOK);
    left = await ours(host, toolstack, left);
  }
  for (const { name } of left) await host.run(toolstack.destroy(name));
  return left.map(({ name }) => name);
}

/** Those that are there, are paused and never ran, and are not another one of their name. */
async function ours(host: Host, toolstack: Toolstack, domains: readonly DomainSpec[]): Promise<DomainSpec[]> {
  const listed = await listDomains(host, toolstack);
  const fresh = new Set(
    listed.filter(({ state, seconds }) => state === 'paused' && seconds === 0).map(({ name }) => name),
  );
  const candidates = domains.filter(({ name }) => fresh.has(name));
  if (candidates.length === 0) return [];
  const identities = await Promise.all(
    candidates.map(async ({ name }) => (await host.run(toolstack.identify(name))).stdout.toLowerCase()),
  );
  return candidates.filter(({ uuid }, index) => identities[index]!.includes(uuid));
}
