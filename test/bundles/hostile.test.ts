import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { pack as tarPack } from 'tar-stream';
import { beforeAll, describe, expect, test } from 'vitest';
import { KINDS, type Kind } from '../../src/bundles/kinds.ts';
import { packTar } from '../../src/bundles/tar.ts';
import { packZip } from '../../src/bundles/zip.ts';
import { codesOf, made, pack, run, TIMEOUT, verify } from './harness.ts';

const packages = new Map<Kind, Buffer>();
beforeAll(async () => {
  for (const kind of KINDS) packages.set(kind, await pack(kind));
}, TIMEOUT);

const one = (path: string, bytes = Buffer.from('x')) => [{ path, bytes }];
const refused = async (bytes: Uint8Array) => codesOf(await verify(Buffer.from(bytes)));

/** A tar file of one entry, which may be of any kind. */
async function tarOf(header: Parameters<ReturnType<typeof tarPack>['entry']>[0]): Promise<Buffer> {
  const tar = tarPack();
  if (header.type === undefined) tar.entry(header, Buffer.alloc(0));
  else tar.entry(header);
  tar.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of tar) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** The same file with another sum over its first header, which is right then. */
function withSum(tar: Buffer): Buffer {
  tar.fill(' ', 148, 156);
  const sum = tar.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return tar;
}

describe('archives', () => {
  test.each(['symlink', 'link', 'character-device', 'block-device', 'fifo'] as const)(
    'that hold a %s',
    async (type) => {
      const tar = await tarOf({ name: 'vnf/vnf.elf', type, linkname: '/etc/passwd' });
      expect(await refused(tar)).toEqual(['CF6602']);
      expect(await refused(gzipSync(tar))).toEqual(['CF6602']);
    },
  );

  test('whose long names, in headers of their own, lead out', async () => {
    const long = 'a/'.repeat(120);
    for (const name of [`../${long}x`, `/${long}\u00e9`, `${long}../../x`, `${long}\u00e9/../x`])
      expect([name, await refused(await packTar(one(name)))]).toEqual([name, ['CF6602']]);
  });

  test('with names that mean something to programs', async () => {
    for (const name of [
      '',
      '.',
      '..',
      './',
      'vnf/__proto__',
      'constructor',
      'vnf/a\nb',
      'vnf/a\u001b[2Jb',
      'C:\\x',
    ])
      for (const packed of [await tarOf({ name }), await packZip(one(name))])
        expect([name, (await refused(packed)).length]).toEqual([name, 1]);
  });

  test('with an entry of more bytes than the file, or than there can be', async () => {
    for (const size of ['77777777777', '-0000000001', 'xxxxxxxxxxx']) {
      const tar = await tarOf({ name: 'vnf/a' });
      tar.write(`${size}\0`, 124, 'latin1');
      expect([size, await refused(withSum(tar))]).toEqual([size, ['CF6602']]);
    }
    const tar = await tarOf({ name: 'vnf/a' });
    tar.fill(0xff, 124, 136);
    expect(await refused(withSum(tar))).toHaveLength(1);
  });

  test('of more files than any package has', async () => {
    const entries = Array.from({ length: 1001 }, (_, i) => ({ path: `vnf/${i}`, bytes: Buffer.alloc(0) }));
    expect(await refused(await packTar(entries))).toEqual(['CF6602']);
    expect(await refused(await packZip(entries))).toEqual(['CF6602']);
  });
});

describe('bombs', { timeout: TIMEOUT }, () => {
  test('of zeros, packed small', async () => {
    const zeros = gzipSync(Buffer.alloc(300 << 20), { level: 1 });
    expect(zeros.length).toBeLessThan(2 << 20);
    expect(await refused(zeros)).toEqual(['CF6602']);
  });

  test('a zip that says how large it is, and ones that lie', async () => {
    const zip = Buffer.from(await packZip(one('Files/a', Buffer.alloc(1 << 20))));
    const central = zip.indexOf('PK\x01\x02', 0, 'latin1');
    for (const size of [0, 1, (1 << 20) - 1, 0x10000001, 0x7fffffff, 0xfffffffe, 0xffffffff]) {
      const lying = Buffer.from(zip);
      lying.writeUInt32LE(size, central + 24);
      expect([size, await refused(lying)]).toEqual([size, ['CF6602']]);
    }
  });
});

describe.each(KINDS)('a package as %s', (kind) => {
  test('cut or bent anywhere is told of in one word, and nothing is written', {
    timeout: TIMEOUT,
  }, async () => {
    const whole = packages.get(kind)!;
    const change = fc.record({
      end: fc.oneof({ weight: 3, arbitrary: fc.constant(whole.length) }, fc.nat({ max: whole.length })),
      edits: fc.array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), { maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ end, edits }) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of edits) bytes.writeUInt8(value, at);
        const args = ['verify', 'package', '--json'];
        const { output, system } = await run(args, { '/vnf/package': bytes.subarray(0, end) });
        const { exitCode } = JSON.parse(output) as { exitCode: number };
        expect([0, 1]).toContain(exitCode);
        const names = ['/vnf/package', ...Object.keys(made.files)].map((path) => path.replace('/vnf/', ''));
        expect(system.volume.readdirSync('/vnf').sort()).toEqual(names.sort());
      }),
      { numRuns: 40 },
    );
  });
});
