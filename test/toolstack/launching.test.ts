import { describe, expect, test } from 'vitest';
import type { DomainSpec } from '../../src/targets/domain-spec.ts';
import { openHost } from '../../src/toolstack/host.ts';
import { type LaunchOptions, launch } from '../../src/toolstack/launch.ts';
import { TOOLSTACKS } from '../../src/toolstack/toolstack.ts';
import { XenstoreError } from '../../src/xenstore/error.ts';
import { type Script, ScriptedProcesses } from './scripted-processes.ts';

const UUID = '11111111-2222-3333-4444-555555555555';
const domain: DomainSpec = {
  name: 'fw',
  uuid: UUID,
  kernel: '/fw.elf',
  memory: 4,
  vcpus: 1,
  type: 'pv',
  vifs: [{ mac: '00:16:3e:00:00:01', bridge: 'br0' }],
  console: 'pty',
  onPoweroff: 'destroy',
  onReboot: 'destroy',
  onCrash: 'destroy',
  autostart: false,
};

const RUNNING = 'clickforge: 0.1.0 on Xen\r\nclickforge: router running 100 us after entry\r\n';
const HEADER = 'console 7 /dev/pts/1\r\n';

type Answers = ConstructorParameters<typeof ScriptedProcesses>[0];

/** Starts `domain` on a clock that goes only while somebody waits; `boots` is what its console does. */
function launched(
  boots: (script: Script) => void,
  options: Partial<LaunchOptions> = {},
  answers: Answers = {},
  { creates = (script: Script) => script.end(), of = domain } = {},
) {
  const processes = new ScriptedProcesses(answers, (words, script) =>
    words.startsWith('xl fw') || words.startsWith('virsh fw') ? boots(script) : creates(script),
  );
  let now = 0;
  const clock = {
    now: () => now,
    wall: () => now,
    processor: () => ({ user: 0, system: 0 }),
    pause: async (milliseconds: number, signal?: AbortSignal) => {
      for (let left = milliseconds; left > 0 && !signal?.aborted; left -= 50) {
        await new Promise(setImmediate);
        now += Math.min(left, 50);
      }
    },
  };
  const done = launch(of, {
    host: openHost(processes, undefined),
    toolstack: TOOLSTACKS.xl,
    clock,
    seconds: 2,
    timeline: false,
    interruption: new AbortController().signal,
    ...options,
  });
  return { done, processes };
}

const runs = ({ say }: Script) => say(HEADER + RUNNING);

test('a guest has started when its router runs', async () => {
  const { done, processes } = launched(runs);
  expect(await done).toMatchObject({
    domid: 7,
    idle: false,
    phases: [{ name: 'domain build' }, { name: 'guest start' }],
  });
  expect(processes.calls).toEqual([
    expect.stringMatching(/^xl create -q -p \/dev\/null name = "fw"\n/),
    'xl fw xl unpause fw',
  ]);
});

describe('where the time goes', () => {
  test('xl says when it turns to the vifs, and the host when the first packet came', async () => {
    let looks = 0;
    const { done } = launched(
      runs,
      { timeline: true },
      { 'xl create': {}, '7': () => ({ stdout: `${looks++}` }) },
      {
        creates: ({ complain, end }) => {
          complain('libxl: debug: building\n');
          complain('write /local/domain/0/backend/vif/7/0\n');
          complain('write /local/domain/0/backend/vif/7/1\n');
          end();
        },
      },
    );
    const { phases } = await done;
    expect(phases.map(({ name }) => name)).toEqual([
      'domain build',
      'vif attach',
      'guest start',
      'first packet',
    ]);
    expect(phases.at(-1)!.milliseconds).toBeGreaterThanOrEqual(50);
  });

  test('no packet may come, and no vif be there', async () => {
    const { done } = launched(runs, { timeline: true }, { '7': { stdout: '0' } });
    const { phases } = await done;
    expect(phases).toMatchObject([
      { name: 'domain build' },
      { name: 'guest start' },
      { name: 'first packet', milliseconds: undefined },
    ]);
  });

  test('libvirt does not say as much', async () => {
    const options = { timeline: true, toolstack: TOOLSTACKS.virsh };
    const { done } = launched(runs, options, { '7': { stdout: '1' } });
    expect((await done).phases.map(({ name }) => name)).toEqual([
      'domain build',
      'guest start',
      'first packet',
    ]);
  });
});

describe('what a toolstack refuses', () => {
  const refused = (stderr: string, options: Partial<LaunchOptions> = {}) => {
    const name = (options.toolstack ?? TOOLSTACKS.xl).name === 'xl' ? 'xl create' : 'virsh -q';
    return launched(runs, options, { [name]: { exitCode: 3, stderr } }).done;
  };

  test('is told in its first words, those of a script before all', async () => {
    await expect(
      refused('libxl: error: libxl_create.c:1:f: first\nlibxl: error: second\n'),
    ).rejects.toMatchObject({
      code: 'CF7507',
      message: 'xl did not create fw: first',
    });
    await expect(refused('libxl: error: x\nerror: script: no bridge br0\n')).rejects.toThrow('no bridge br0');
  });

  test('is told in its last, or by its exit code, where none of its words is an error', async () => {
    await expect(refused('one\ntwo\n')).rejects.toThrow('xl did not create fw: two');
    await expect(refused('')).rejects.toThrow('xl did not create fw: exit code 3');
    await expect(refused('', { toolstack: TOOLSTACKS.virsh })).rejects.toMatchObject({
      hint: '`virsh` says more in /var/log/libvirt/libxl on the host',
    });
  });

  test('that it cannot start with the host ends the launch, and what it made is removed', async () => {
    const of = { ...domain, autostart: true };
    const started = (stderr: string) =>
      launched(
        runs,
        {},
        { '/etc/xen/auto': { exitCode: 1, stderr }, 'xl vm-list': { stdout: `${UUID}  7  fw\n` } },
        { of },
      );
    const { done, processes } = started('disk full\n');
    await expect(done).rejects.toThrow('cannot make it start with the host: disk full');
    expect(processes.calls.slice(-2)).toEqual(['xl vm-list', 'xl destroy fw']);
    await expect(started('').done).rejects.toThrow('with the host: exit code 1');
  });
});

describe('a guest that ends', () => {
  test('before its router ran tells what it said', async () => {
    const { done, processes } = launched(({ say, end }) => {
      say(`${HEADER}clickforge: fatal: no memory\r\n`);
      end();
    });
    await expect(done).rejects.toMatchObject({
      message: 'fw ended before its router ran: no memory',
      lines: ['clickforge: fatal: no memory'],
    });
    // Another domain has the name by now.
    expect(processes.calls.at(-1)).toBe('xl vm-list');
  });

  test('without a word', async () => {
    await expect(
      launched(({ say, end }) => {
        say(HEADER);
        end();
      }).done,
    ).rejects.toThrow('fw ended before its router ran');
  });

  test('in the middle of a line', async () => {
    const { done } = launched(({ say, end }) => {
      say(`${HEADER}halfw`);
      end();
    });
    await expect(done).rejects.toMatchObject({ lines: ['halfw'] });
  });
});

describe('a console that cannot be had', () => {
  const ended = (exitCode: number, stderr = '', said = '') =>
    launched(({ say, complain, end }) => {
      complain(stderr);
      say(said);
      end({ exitCode });
    }).done;

  test.each([
    [9, '', 'there is no domain fw'],
    [8, '', 'cannot have the console of fw: the host gives it no terminal'],
    [7, 'xl: no\n', 'cannot have the console of fw: xl: no'],
    [7, '', 'cannot have the console of fw: exit code 7'],
    [255, '', 'the connection to the host of fw broke: ssh failed'],
    [255, 'gone\n', 'the connection to the host of fw broke: gone'],
  ])('exit code %d, %j', async (code, stderr, message) => {
    await expect(ended(code, stderr)).rejects.toThrow(message);
  });

  test('when a guest has spoken, its end counts for more than how its console ended', async () => {
    await expect(ended(7, '', `${HEADER}hello\r\n`)).rejects.toThrow('fw ended before its router ran');
    await expect(ended(255, 'gone\n', `${HEADER}hello\r\n`)).rejects.toThrow(
      'the connection to the host of fw broke',
    );
  });
});

describe('a guest that is configured from outside', () => {
  const idles = ({ say }: Script) => say(HEADER);

  test('waits where there is nothing for it', async () => {
    const numbers: number[] = [];
    const configure = async (domid: number) => {
      numbers.push(domid);
      return false;
    };
    expect(await launched(idles, { configure }).done).toMatchObject({ idle: true });
    expect(numbers).toEqual([7]);
  });

  test('runs as soon as it says so', async () => {
    let script: Script;
    const configure = async (_: number, __: Promise<void>, decided: Promise<void>) => {
      script.say('Starting driver...\r\n');
      await decided;
      return true;
    };
    const { done } = launched(
      (each) => {
        script = each;
        idles(each);
      },
      { configure },
    );
    expect(await done).toMatchObject({ idle: false, console: ['Starting driver...'] });
  });

  test('is removed when that fails', async () => {
    const configure = async () => {
      throw new XenstoreError('CF7603', 'no ClickOS', 'no');
    };
    const { done, processes } = launched(idles, { configure });
    await expect(done).rejects.toThrow('no ClickOS');
    expect(processes.calls.at(-1)).toBe('xl vm-list');
  });

  test('but not before its console is there', async () => {
    const configure = async () => {
      throw new Error('nobody should ask');
    };
    await expect(launched(({ end }) => end(), { configure }).done).rejects.toThrow(
      'fw ended before its router ran',
    );
  });
});

test('a guest that says nothing is waited for so long, and no longer', async () => {
  await expect(launched(({ say }) => say(HEADER)).done).rejects.toMatchObject({
    code: 'CF7510',
    kind: 'timeout',
  });
});
