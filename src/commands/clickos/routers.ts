import { Command } from 'commander';
import { EXIT } from '../exit-code.ts';
import type { Outcome } from '../outcome.ts';
import type { Runner, Work } from '../program.ts';
import { routerOption } from '../router-option.ts';
import { table } from '../table.ts';
import { asText } from '../words.ts';
import {
  addClickosOptions,
  type ClickosOptions,
  chosenRouter,
  type Guest,
  onClickos,
  type RouterOptions,
} from './clickos-options.ts';
import { startRouter } from './start-router.ts';

const lazy = () => import('../../xenstore/clickos.ts');

export function routersCommand(run: Runner): Command {
  const command = new Command('routers')
    .description('list the routers in a stock ClickOS')
    .argument('<domain>', 'name or number of the domain');
  return addClickosOptions(command).action(run(list));
}

export function startCommand(run: Runner): Command {
  return ofRouter('start', 'start a router in a stock ClickOS that is halted', run(start));
}

export function uninstallCommand(run: Runner): Command {
  return ofRouter('uninstall', 'take a router out of a stock ClickOS', run(uninstall)).option(
    '--force',
    'also when it runs',
  );
}

function ofRouter<Options>(
  name: string,
  description: string,
  action: (domain: string, options: Options, command: Command) => Promise<void>,
): Command {
  const command = new Command(name)
    .description(description)
    .argument('<domain>', 'name or number of the domain')
    .addOption(routerOption('which of its routers (default: the only one)'));
  return addClickosOptions(command).action(action);
}

const list: Work<[string, ClickosOptions]> = (session, domain, options) =>
  onClickos(session, domain, options, async (guest) => {
    const { routers } = await lazy();
    const found = (await routers(guest.store, guest.domain)).map((each) => ({
      ...each,
      name: asText(each.name),
    }));
    const rows = found.map(({ number, name, status }) => [String(number), name, status]);
    const text = table(['router', 'name', 'status'], rows, ['right', 'left', 'left']);
    const result = { domain: guest.name, domid: guest.domain, routers: found };
    return { exitCode: EXIT.ok, diagnostics: [], result, text, wanted: true };
  });

const start: Work<[string, RouterOptions]> = (session, domain, options) =>
  withRouter(session, domain, options, 'runs', (guest, router) =>
    startRouter(guest, router, (time) => session.system.clock.pause(time)),
  );

/** What `stop` does when it is about a router, and not about its domain. */
export const halt: Work<[string, RouterOptions]> = (session, domain, options) =>
  withRouter(session, domain, options, 'is halted', async ({ store, domain: number }, router) =>
    (await lazy()).setStatus(store, number, router, 'Halted'),
  );

const uninstall: Work<[string, RouterOptions & { force?: true }]> = (session, domain, options) =>
  withRouter(session, domain, options, 'is gone', async ({ store, domain: number }, router) =>
    (await lazy()).uninstall(store, number, router, options.force === true),
  );

function withRouter(
  session: Parameters<typeof onClickos>[0],
  domain: string,
  options: RouterOptions,
  state: string,
  work: (guest: Guest, router: number) => Promise<void>,
): Promise<Outcome> {
  return onClickos(session, domain, options, async (guest) => {
    const router = await chosenRouter(guest, options.router);
    const verb = options.dryRun ? 'would be changed' : state;
    if (!options.dryRun) await work(guest, router);
    const result = { domain: guest.name, domid: guest.domain, router };
    return { exitCode: EXIT.ok, diagnostics: [], result, text: `${guest.name}: router ${router} ${verb}\n` };
  });
}
