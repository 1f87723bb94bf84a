import { beforeAll, describe, expect, test } from 'vitest';
import { memorySystem } from '../../system/memory-system.ts';
import { type Script, ScriptedProcesses } from '../../toolstack/scripted-processes.ts';
import { Daemon } from '../../xenstore/daemon.ts';
import { installed, runCommand, runOn } from '../run-command.ts';

const HEADER = 'console 7 /dev/pts/1\r\n';
const PROBED = `== toolstack
xl
== info
free_memory            : 498
== list
Domain-0 0
== things
there bridge:br0
there kernel:/vnf/fw.elf
there kernel:/installed/clickos.elf
`;
const TAP = 'FromDevice(0) -> Queue -> ToDevice(0);\n';

let image: Buffer;
beforeAll(async () => {
  const { system } = await runCommand(['build', 'fw.click', '-o', 'fw.elf'], { '/vnf/fw.click': TAP });
  image = system.volume.readFileSync('/vnf/fw.elf') as Buffer;
});

/** Launches on a host that has xl, and a Xenstore in which domain 7 is a ClickOS. */
async function launch(args: string, console: (script: Script, daemon: Daemon) => void) {
  const daemon = new Daemon();
  daemon.set('/local/domain/7/data/clickos', '');
  const answers = { 'auto ': { stdout: PROBED }, '7': { stdout: '3' } };
  const processes = new ScriptedProcesses(answers, (words, script) =>
    words.startsWith('xl fw') || words.startsWith('xl tap') ? console(script, daemon) : script.end(),
  );
  let now = 0;
  const pause = async (milliseconds: number) => {
    await new Promise(setImmediate);
    now += milliseconds;
  };
  const clock = { ...memorySystem().clock, now: () => now, pause };
  const connect = (_path: string, onOutput: (text: string) => void) => daemon.open(onOutput);
  const sockets = { ...memorySystem().sockets, connect };
  const files = { ...installed, '/vnf/fw.elf': image, '/vnf/tap.click': TAP };
  const system = memorySystem(files, { processes, clock, sockets });
  return { ...(await runOn(system, ['launch', ...args.split(' '), '--vif', 'bridge=br0'])), daemon };
}

const runs = ({ say }: Script) => say(`${HEADER}clickforge: router running 100 us after entry\r\n`);

describe('the timeline', () => {
  test('says where the time went', async () => {
    const { output, exitCode } = await launch('fw.elf --timeline', runs);
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^fw: its router runs, in domain 7\n {2}toolstack +0\.0 ms\n {2}domain build +/);
    expect(output).toMatch(/\n {2}guest start +\d+\.\d ms\n {2}first packet +\d+\.\d ms\n$/);
  });

  test('is told to programs as well', async () => {
    const { output } = await launch('fw.elf --timeline --json', runs);
    const [{ timeline }] = JSON.parse(output).domains as [{ timeline: { name: string }[] }];
    expect(timeline.map(({ name }) => name)).toEqual([
      'toolstack',
      'domain build',
      'guest start',
      'first packet',
    ]);
  });
});

describe('a stock ClickOS', () => {
  const STOCK = '--base /installed/clickos.elf';

  test('gets its router as soon as it is there', async () => {
    const { output, errors, daemon } = await launch(`tap.click ${STOCK}`, ({ say }, daemon) => {
      say(HEADER);
      daemon.onRequest = ({ payload }) => {
        if (payload.endsWith('/status\0Running')) say('Starting driver...\r\n');
      };
    });
    expect({ output, errors }).toEqual({ output: 'tap: its router runs, in domain 7\n', errors: '' });
    expect(daemon.nodes.get('/local/domain/7/data/clickos/0/config/0')).toContain('FromDevice(0)');
  });

  test('that is none is told of', async () => {
    const { errors, exitCode } = await launch(`tap.click ${STOCK} --timeout 1`, ({ say }, daemon) => {
      daemon.nodes.delete('/local/domain/7/data/clickos');
      say(HEADER);
    });
    expect(exitCode).not.toBe(0);
    expect(errors).toContain('domain 7 does not say that it is a ClickOS');
  });
});
