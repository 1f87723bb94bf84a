import { Command } from 'commander';
import { EXIT } from '../exit-code.ts';
import type { Outcome } from '../outcome.ts';
import type { Runner, Work } from '../program.ts';
import { routerOption } from '../router-option.ts';
import type { Session } from '../session.ts';
import { table } from '../table.ts';
import {
  addHostOptions,
  type HostOptions,
  onHost,
  positiveNumber,
  timeoutOption,
  wouldRun,
} from './host-options.ts';

interface StopOptions extends HostOptions {
  timeout: number;
  router?: number;
}

interface LogsOptions extends HostOptions {
  lines?: number;
}

const lazy = () => import('../../toolstack/domains.ts');

/** Seconds that a guest may take to shut down. */
const STOP_PATIENCE = 20;

export function listCommand(run: Runner): Command {
  const command = new Command('list').description('list the domains of a host');
  return addHostOptions(command).action(run(list));
}

export function statusCommand(run: Runner): Command {
  return ofDomain('status', "tell a domain's state, and how far its vifs have come", run(status));
}

export function consoleCommand(run: Runner): Command {
  return ofDomain('console', "join the terminal with a domain's console; Ctrl-] leaves it", run(joinConsole));
}

export function logsCommand(run: Runner): Command {
  return ofDomain('logs', "show what a domain's console said, as xenconsoled keeps it", run(logs)).option(
    '-l, --lines <number>',
    'the last lines only',
    positiveNumber,
  );
}

export function stopCommand(run: Runner): Command {
  return ofDomain('stop', 'ask a domain to shut down, and wait until it is gone', run(stop))
    .addOption(timeoutOption(STOP_PATIENCE, 'time until it has to be gone'))
    .addOption(routerOption('halt this router of a stock ClickOS; the domain goes on'));
}

export function destroyCommand(run: Runner): Command {
  return ofDomain('destroy', 'end a domain at once', run(destroy));
}

function ofDomain<Options>(
  name: string,
  description: string,
  action: (domain: string, options: Options, command: Command) => Promise<void>,
): Command {
  const command = new Command(name).description(description).argument('<domain>', 'name of the domain');
  return addHostOptions(command).action(action);
}

async function list(session: Session, options: HostOptions): Promise<Outcome> {
  return onHost(session, options, async (host, findToolstack) => {
    const toolstack = await findToolstack();
    if (options.dryRun) return wouldRun(host, [toolstack.list()]);
    const { listDomains } = await lazy();
    const domains = await listDomains(host, toolstack);
    const rows = domains.map(({ name, id, state, memory, vcpus, seconds }) =>
      [name, id, state, memory ?? '', vcpus ?? '', seconds ?? ''].map(String),
    );
    const head = ['name', 'id', 'state', 'MiB', 'vcpus', 'seconds'];
    const text = table(head, rows, ['left', 'right', 'left', 'right', 'right', 'right']);
    return { exitCode: EXIT.ok, diagnostics: [], result: { domains }, text, wanted: true };
  });
}

const status: Work<[string, HostOptions]> = (session, name, options) =>
  onHost(session, options, async (host, findToolstack) => {
    const [toolstack, { findDomain, vifStatus }] = [await findToolstack(), await lazy()];
    if (options.dryRun) {
      const { script, VIFS } = await import('../../toolstack/scripts.ts');
      return wouldRun(host, [toolstack.list(), script(VIFS, toolstack.name, name)]);
    }
    const domain = await findDomain(host, toolstack, name);
    const vifs = await vifStatus(host, toolstack, name);
    const memory = domain.memory === undefined ? '' : `, ${domain.memory} MiB`;
    const lines = vifs.map(
      ({ number, mac, bridge, backend, frontend }) =>
        `  vif ${number}  ${mac}  ${bridge ?? '-'}  backend ${backend}, guest ${frontend}\n`,
    );
    const text = `${name}: domain ${domain.id}, ${domain.state}${memory}\n${lines.join('')}`;
    return {
      exitCode: EXIT.ok,
      diagnostics: [],
      result: { domain: { ...domain, vifs } },
      text,
      wanted: true,
    };
  });

const joinConsole: Work<[string, HostOptions]> = (session, name, options) =>
  onHost(session, options, async (host, findToolstack) => {
    const toolstack = await findToolstack();
    if (options.dryRun) return wouldRun(host, [toolstack.console(name)]);
    const { findDomain } = await lazy();
    await findDomain(host, toolstack, name);
    const { exitCode } = await host.hand(toolstack.console(name));
    return { exitCode: EXIT.ok, diagnostics: [], result: { domain: name, ended: exitCode } };
  });

const logs: Work<[string, LogsOptions]> = (session, name, options) =>
  onHost(session, options, async (host) => {
    if (options.dryRun) return wouldRun(host, [['cat', `/var/log/xen/console/guest-${name}.log`]]);
    const { consoleLog } = await lazy();
    const all = await consoleLog(host, name);
    const lines = options.lines === undefined ? all : all.slice(-options.lines);
    const text = lines.map((line) => `${line}\n`).join('');
    return { exitCode: EXIT.ok, diagnostics: [], result: { domain: name, lines }, text, wanted: true };
  });

const stop: Work<[string, StopOptions]> = async (session, name, options) => {
  if (options.router === undefined) return stopWhole(session, name, options);
  const { halt } = await import('../clickos/routers.ts');
  return halt(session, name, options);
};

const stopWhole: Work<[string, StopOptions]> = (session, name, options) =>
  onHost(session, options, async (host, findToolstack) => {
    const toolstack = await findToolstack();
    const { shutdown, stopDomain } = await lazy();
    if (options.dryRun) return wouldRun(host, [shutdown(toolstack, name)]);
    const { clock } = session.system;
    await stopDomain(host, toolstack, name, { clock, seconds: options.timeout });
    return gone(name, 'stopped');
  });

const destroy: Work<[string, HostOptions]> = (session, name, options) =>
  onHost(session, options, async (host, findToolstack) => {
    const toolstack = await findToolstack();
    if (options.dryRun) return wouldRun(host, [toolstack.destroy(name)]);
    const { destroyDomain } = await lazy();
    await destroyDomain(host, toolstack, name);
    return gone(name, 'destroyed');
  });

function gone(name: string, how: string): Outcome {
  return {
    exitCode: EXIT.ok,
    diagnostics: [],
    result: { domain: name, state: how },
    text: `${name}: ${how}\n`,
  };
}
