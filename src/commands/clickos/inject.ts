import { Command } from 'commander';
import { writeFileAtomically } from '../../system/write-file.ts';
import type { NewRouter } from '../../xenstore/clickos.ts';
import { type Definitions, definitionsOption } from '../definitions.ts';
import { EXIT } from '../exit-code.ts';
import type { Outcome } from '../outcome.ts';
import type { Runner, Work } from '../program.ts';
import type { Session } from '../session.ts';
import { asBytes, asText, bytes } from '../words.ts';
import { addClickosOptions, type ClickosOptions, onClickos } from './clickos-options.ts';
import { loadNewRouter } from './new-router.ts';
import { startRouter } from './start-router.ts';

interface InjectOptions extends ClickosOptions {
  name?: string;
  define?: Definitions;
  start: boolean;
  script?: true;
  output?: string;
}

export function injectCommand(run: Runner): Command {
  const command = new Command('inject')
    .description('give a running stock ClickOS a configuration, as a new router, and start it')
    .argument('<domain>', 'name or number of the domain')
    .argument('<file>', 'configuration to read; - is standard input')
    .option('--name <name>', "name of the router (default: the file's name)")
    .option('--no-start', 'install it only')
    .option('--script', 'write a shell script that does the same on a host without clickforge')
    .option('-o, --output <file>', 'file for the script instead of standard output')
    .addOption(definitionsOption());
  return addClickosOptions(command).action(run(inject));
}

const inject: Work<[string, string, InjectOptions]> = async (session, domain, file, options) => {
  const { router, told, ...found } = await loadNewRouter(session, file, options);
  const { name } = router;
  if (options.script) return { ...found, ...(await asScript(session, domain, router, options)) };
  const outcome = options.dryRun
    ? await wouldInject(domain, router, told)
    : await onClickos(session, domain, options, async (guest) => {
        const { awaitClickos, install } = await import('../../xenstore/clickos.ts');
        await awaitClickos(guest.store, guest.domain, guest.expiry());
        const number = await install(guest.store, guest.domain, router);
        if (options.start) await startRouter(guest, number, (time) => session.system.clock.pause(time));
        const state = options.start ? 'runs' : 'is installed';
        const result = {
          domain: guest.name,
          domid: guest.domain,
          router: number,
          name: asText(name),
          running: options.start,
        };
        return {
          exitCode: EXIT.ok,
          diagnostics: [],
          result,
          text: `${guest.name}: router ${number} ${state} (${told})\n`,
        };
      });
  return { ...outcome, ...found, diagnostics: [...found.diagnostics, ...outcome.diagnostics] };
};

async function wouldInject(domain: string, router: NewRouter, told: string): Promise<Outcome> {
  const { routerNodes } = await import('../../xenstore/clickos.ts');
  const nodes = routerNodes(router).map(([path, value]) => ({ path, size: value.length }));
  const lines = nodes.map(({ path, size }) => `  ${path.padEnd(14)} ${bytes(size)}\n`);
  const text = `${domain}: would install ${told}\n${lines.join('')}`;
  return { exitCode: EXIT.ok, diagnostics: [], result: { domain, nodes }, text, wanted: true };
}

async function asScript(
  { system }: Session,
  domain: string,
  router: NewRouter,
  { start, timeout: seconds, output, dryRun }: InjectOptions,
) {
  const [{ injectionScript }, { shellWord }] = await Promise.all([
    import('../../xenstore/script.ts'),
    import('../../toolstack/shell-word.ts'),
  ]);
  const script = injectionScript({ domain: asBytes(domain), router, start, seconds }, shellWord);
  const content = Buffer.from(script, 'latin1');
  if (output !== undefined && !dryRun) writeFileAtomically(system, output, content);
  const shown =
    output === undefined
      ? { text: content, wanted: true }
      : { text: `${output}: ${bytes(content.length)}\n` };
  return { exitCode: EXIT.ok, result: { domain, script: content.toString('utf8') }, ...shown };
}
