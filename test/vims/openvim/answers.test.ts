import { expect, test } from 'vitest';
import type { Http } from '../../../src/system/http.ts';
import { runCommand } from '../../commands/run-command.ts';

const ID = '12345678-1234-4234-8234-123456789abc';

const { system } = await runCommand(['build', 'a.click', '-o', 'a.elf'], {
  '/vnf/a.click': 'FromDevice(0) -> Queue -> ToDevice(1);',
});
const image = system.volume.readFileSync('/vnf/a.elf') as Buffer;

/** A server that knows a tenant, and of images whatever it is. */
const serverOf = (images: unknown): Http => ({
  async send({ url }) {
    const answer = url.includes('/tenants') ? { tenants: [{ id: ID, name: 'lab' }] } : { images };
    return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(answer)) };
  },
});

test.each([
  ['nothing', null],
  ['a number', 1],
  ['no id', { name: 'vnf' }],
  ['a number for its id', { id: 1, name: 'vnf' }],
])('a list in which there is %s is not one of OpenVIM', async (_, row) => {
  const args = ['register', 'openvim', 'a.elf', '--path', '/a', '--tenant', 'lab', '--json'];
  const ran = await runCommand(args, { '/vnf/a.elf': image }, { http: serverOf([row]) });
  expect(JSON.parse(ran.output)).toMatchObject({ exitCode: 4, diagnostics: [{ code: 'CF6517' }] });
});
