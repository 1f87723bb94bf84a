import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { requestOfVnf } from '../../src/targets/domain-spec.ts';
import { readVnf } from '../../src/targets/vnf-file.ts';

const read = (text: string) => readVnf(text, 'vnf.yaml');

async function findings(text: string): Promise<string[]> {
  const { vnf, diagnostics } = await read(text);
  expect(vnf).toBeUndefined();
  return diagnostics.map(
    ({ code, message, span }) => `${code} ${message} <${text.slice(span!.start, span!.end)}>`,
  );
}

describe('a vnf.yaml', () => {
  test('an alias of what it is in, and what is no text where one should be', async () => {
    expect(await findings('vifs: [{ bridge: &x { bridge: *x } }]')).toEqual([
      'CF6011 the alias x stands for what it is in <*x>',
    ]);
    expect(await findings('type: [pvh]\n')).toContainEqual('CF6012 a list is no type <[pvh]>');
  });

  test('with all there is', async () => {
    const text = `# comment
name: fw
description: caf\xc3\xa9
uuid: 685497e6-1b1f-8f5b-8b0f-000000000001
memory: 4
vcpus: 1
type: pvh
vifs:
  - { bridge: xenbr0, mac: "00:16:3e:00:00:01", rate: 10Mb/s, model: netfront }
  - bridge: ovs0
    vlan: 100
    script: vif-openvswitch
  - ip: 10.0.0.1/24
console: pty
on_poweroff: destroy
on_reboot: restart
on_crash: preserve
cmdline: 'x="1"'
autostart: true
`;
    const { vnf, diagnostics } = await read(text);
    expect(diagnostics).toEqual([]);
    expect(vnf).toMatchObject({
      name: 'fw',
      description: 'café',
      memory: 4,
      cmdline: 'x="1"',
      autostart: true,
    });
    expect(vnf?.vifs).toEqual([
      { bridge: 'xenbr0', mac: '00:16:3e:00:00:01', rate: '10Mb/s', model: 'netfront' },
      { bridge: 'ovs0', vlan: 100, script: 'vif-openvswitch' },
      { ip: '10.0.0.1/24' },
    ]);
    expect(requestOfVnf(vnf!)).not.toHaveProperty('description');
  });

  test.each(['', '# nothing\n', '{}\n'])('with nothing: %j', async (text) => {
    expect(await read(text)).toEqual({ vnf: {}, diagnostics: [] });
  });

  test('with more vifs than a guest has', async () => {
    const vifs = Array.from({ length: 65 }, () => '  - { bridge: xenbr0 }').join('\n');
    expect((await findings(`vifs:\n${vifs}\n`)).join()).toMatch(/CF6012 vifs has more than \d+ items/);
  });

  test('of every recipe is right', async () => {
    const images = new URL('../../images/', import.meta.url);
    const recipes = readdirSync(images).filter((name) => existsSync(new URL(`${name}/vnf.yaml`, images)));
    expect(recipes).toContain('firewall');
    for (const name of recipes) {
      const text = readFileSync(new URL(`${name}/vnf.yaml`, images), 'latin1');
      expect((await read(text)).diagnostics).toEqual([]);
    }
  });
});

describe('what is wrong is told at its place', () => {
  test.each([
    ['nmae: x\n', 'CF6012 a vnf.yaml has no "nmae" <nmae>'],
    ['memory: 8M\n', 'CF6012 memory has to be of the type integer <8M>'],
    ['memory: 0\n', 'CF6012 memory is 0, and has to be >= 1 <0>'],
    ['type: hvm\n', 'CF6012 "hvm" is no type <hvm>'],
    ['name: a b\n', 'CF6012 "a b" is no name <a b>'],
    ['vifs: xenbr0\n', 'CF6012 vifs has to be of the type array <xenbr0>'],
    [
      'vifs: [{ mac: "00:16:3e:00:00:01" }]\n',
      'CF6012 vifs.0 is connected to nothing <{ mac: "00:16:3e:00:00:01" }>',
    ],
    ['vifs: [{ bridge: a, brigde: b }]\n', 'CF6012 vifs.0 has no "brigde" <brigde>'],
    ['vifs: [{ bridge: a, vlan: 4095 }]\n', 'CF6012 vifs.0.vlan is 4095, and has to be <= 4094 <4095>'],
    ['- name\n', 'CF6012 the file has to be of the type object <- name\n>'],
    ['name: a\nname: b\n', 'CF6011 map keys must be unique <n>'],
    ['name: *x\n', 'CF6011 unresolved alias (the anchor must be set before the alias): x <n>'],
  ])('%j', async (text, expected) => {
    expect(await findings(text)).toEqual([expected]);
  });

  test('all of it in one run', async () => {
    expect(await findings('nmae: x\nmemory: -1\nvifs: [{}]\n')).toHaveLength(3);
  });

  test('text that is no YAML', async () => {
    const [first] = await findings('vifs: [\nname: x\n');
    expect(first).toMatch(/^CF6011 /);
  });

  test('whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const { vnf, diagnostics } = await read(Buffer.from(text).toString('latin1'));
        expect(vnf === undefined).toBe(diagnostics.length > 0);
      }),
    );
  });
});
