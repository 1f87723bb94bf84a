import { extname } from 'node:path';
import type { DomainSpec } from '../../targets/domain-spec.ts';
import type { NewRouter } from '../../xenstore/clickos.ts';
import { describeDomain } from '../domain-options.ts';
import { EXIT } from '../exit-code.ts';
import { failure } from '../failure.ts';
import { type Outcome, Stop } from '../outcome.ts';
import type { Session } from '../session.ts';
import type { LaunchCommandOptions } from './launch.ts';
import { onStockClickos } from './stock-clickos.ts';

/** An image, and what building it told. */
interface Image extends Partial<Pick<Outcome, 'diagnostics' | 'sources'>> {
  path: string;
  /** What a stock ClickOS is to get, and the file that it was read from. */
  later?: { file: string; router: NewRouter };
}

/** What is to be started. */
export interface Prepared extends Required<Pick<Outcome, 'diagnostics' | 'sources'>> {
  domains: DomainSpec[];
  /** Those of them that are a stock ClickOS, and the router that each is to get, if any. */
  stock: Map<DomainSpec, NewRouter | undefined>;
}

/** Builds what is a configuration, and describes the domains of all images. Stops with what is wrong. */
export async function prepareImages(
  session: Session,
  files: string[],
  options: LaunchCommandOptions,
): Promise<Prepared> {
  const images: Image[] = [];
  for (const file of files)
    images.push(isConfiguration(file) ? await imageOf(session, file, options) : { path: file });
  const described = await Promise.all(images.map((image) => describeAll(session, image, options)));
  const all = described.flatMap((each) => each.domains);
  const parts = [...images, ...described];
  return {
    domains: options.handshake === 'guest' ? all : await leftToUs(all),
    stock: new Map(
      described.flatMap(({ domains, stock }) => (stock ? domains.map((each) => [each, stock.router]) : [])),
    ),
    diagnostics: parts.flatMap((each) => each.diagnostics ?? []),
    sources: new Map(parts.flatMap((each) => [...(each.sources ?? [])])),
  };
}

async function leftToUs(domains: DomainSpec[]): Promise<DomainSpec[]> {
  const { leavingHandshake } = await import('../../toolstack/vif-handshake.ts');
  return domains.map(leavingHandshake);
}

function isConfiguration(file: string): boolean {
  return extname(file) === '.click';
}

/** The image that a configuration is built into, or that gets it when it runs. Stops with what is wrong with it. */
async function imageOf(session: Session, file: string, options: LaunchCommandOptions): Promise<Image> {
  const stock = await onStockClickos(session, file, options);
  if (stock) return stock;
  const { dryRun, base, delivery } = options;
  if (dryRun) throw new Stop(needsImage(file));
  const { build } = await import('../building/run.ts');
  const outcome = await build(session, [file], {
    ...(base === undefined ? {} : { base }),
    ...(delivery === undefined ? {} : { delivery }),
  });
  if (outcome.exitCode !== EXIT.ok) throw new Stop(outcome);
  return { ...outcome, path: String(outcome.result?.image) };
}

function needsImage(file: string): Outcome {
  const message = `${file} is no image, and a dry run builds none`;
  return failure(EXIT.usage, { code: 'CF8001', message, hint: '`clickforge build` makes one' });
}

/** One description for all domains of an image: their addresses follow from their names. */
async function describeAll(session: Session, { path, later }: Image, options: LaunchCommandOptions) {
  const text = later && { file: later.file, text: later.router.configuration };
  const describe = (name?: string) =>
    described(session, path, name === undefined ? options : { ...options, name }, text);
  const first = await describe();
  const isStock = later !== undefined || first.needs.devicesUnknown === true;
  if (isStock && options.handshake === 'toolstack') throw new Stop(ownHandshake(path));
  const stock = isStock ? { router: later?.router } : undefined;
  if (options.count === undefined) return { ...first, stock, domains: [first.domain] };
  const { name } = first.domain;
  const names = Array.from({ length: options.count }, (_, index) => `${name}-${index + 1}`);
  const all = await Promise.all(names.map(describe));
  return { ...first, stock, domains: all.map(({ domain }) => domain) };
}

function ownHandshake(image: string): Outcome {
  const message = `${image} is a stock ClickOS, which connects its vifs itself`;
  return failure(EXIT.usage, { code: 'CF8001', message, hint: 'leave --handshake out' });
}

/** That there are too few vifs is for emit a finding, and here a launch that cannot work. */
async function described(...args: Parameters<typeof describeDomain>) {
  try {
    return await describeDomain(...args);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const { outcome } = error;
    const tooFew = outcome.diagnostics.every(
      ({ code, severity }) => severity !== 'error' || code === 'CF6004',
    );
    throw tooFew ? new Stop({ ...outcome, exitCode: EXIT.environment }) : error;
  }
}
