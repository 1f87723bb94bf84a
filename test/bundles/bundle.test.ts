import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { KINDS, type Kind } from '../../src/bundles/kinds.ts';
import { openPackage } from '../../src/bundles/open.ts';
import { packTar } from '../../src/bundles/tar.ts';
import { packGzip, packZip } from '../../src/bundles/zip.ts';
import { parse as parseXl, settings } from '../../src/xen-xl-config/index.ts';
import { codesOf, file, made, pack, run, shell, TIMEOUT, VIFS, verify } from './harness.ts';
import { mistakesIn } from './sol001.ts';

/** Packages by kind, signed. */
const packages = new Map<Kind, Buffer>();

beforeAll(async () => {
  for (const kind of KINDS) packages.set(kind, await pack(kind, '--sign', 'key.pem', '--sbom', 'sbom.json'));
}, TIMEOUT);

describe.each(KINDS)('a package as %s', (kind) => {
  test('is the same each time, and verified with and without the key', async () => {
    const again = await pack(kind, '--sign', 'key.pem', '--sbom', 'sbom.json');
    expect(again.equals(packages.get(kind)!)).toBe(true);
    const right = { exitCode: 0, kind, signed: true, diagnostics: [] };
    expect(await verify(again)).toMatchObject({ ...right, signatureVerified: false });
    expect(await verify(again, '--verify-key', 'public.pem')).toMatchObject({
      ...right,
      signatureVerified: true,
    });
    expect(codesOf(await verify(again, '--verify-key', 'stranger.pem'))).toEqual(['CF6603']);
    expect(codesOf(await verify(await pack(kind), '--verify-key', 'public.pem'))).toEqual(['CF6603']);
  });

  test('holds the image and what starts it', async () => {
    const opened = await openPackage(packages.get(kind)!);
    const named = new Map(
      [...opened!.files].map(([path, bytes]) => [path.split('/').at(-1)!, Buffer.from(bytes)]),
    );
    const kernel = named.get(kind === 'oci' ? 'kernel' : 'vnf.elf')!;
    expect(kernel.equals(made.image)).toBe(true);
    const xl = settings(parseXl(named.get('xl.cfg')!.toString()).document);
    expect(xl.get('kernel')?.value).toMatchObject({ text: 'vnf.elf' });
    expect(named.get('libvirt.xml')!.toString()).toContain('<kernel>vnf.elf</kernel>');
    expect(named.get('configuration.click')!.toString()).toContain('FromDevice(0)');
    expect(parseYaml(named.get('vnf.yaml')!.toString())).toMatchObject({
      name: 'vnf',
      memory: 8,
      vifs: [{ bridge: 'a' }, {}],
    });
    expect(JSON.parse(named.get('sbom.spdx.json')!.toString())).toMatchObject({ spdxVersion: 'SPDX-2.3' });
  });

  test('with any byte of a file bent is not whole', async () => {
    const bytes = packages.get(kind)!;
    for (let place = 0; place < 24; place++) {
      const bent = Buffer.from(bytes);
      const at = Math.floor(((place + 0.5) * bytes.length) / 24);
      bent.writeUInt8(bent[at]! ^ 0x55, at);
      const told = await verify(bent, '--verify-key', 'public.pem');
      // Bytes that fill an archive up mean nothing.
      if (told.exitCode === 0) expect(await filesOf(bent)).toEqual(await filesOf(bytes));
      else expect([1, ...codesOf(told)]).toEqual([told.exitCode, expect.stringMatching(/^CF(66|50)0\d$/)]);
    }
    expect((await verify(bytes.subarray(0, bytes.length / 2), '--verify-key', 'public.pem')).exitCode).toBe(
      1,
    );
  });
});

describe.each([
  ['a ClickOS with a filled slot', 'clickos', ['--base', '/installed/stem.elf']],
  ['a boot module', expect.not.stringContaining('clickos'), ['--delivery', 'module']],
] as const)('a package of %s', (_, base, options) => {
  const isModule = options[0] === '--delivery';
  let image: Buffer;
  const packIt = async (kind: Kind) => {
    const args = ['bundle', 'vnf.elf', '--as', kind, '-o', 'out', ...VIFS, '--name', 'vnf'];
    return run(args, { '/vnf/vnf.elf': image });
  };
  beforeAll(async () => {
    const files = { '/vnf/vnf.click': Buffer.from('FromDevice(0) -> Queue -> ToDevice(1);\n') };
    const { system } = await run(['build', 'vnf.click', '-o', 'other.elf', ...options], files);
    image = system.volume.readFileSync('/vnf/other.elf') as Buffer;
  });

  test.each(KINDS)('%s', async (kind) => {
    const { exitCode, errors, system } = await packIt(kind);
    if (isModule && (kind === 'csar' || kind === 'osm')) {
      expect([exitCode, errors]).toEqual([1, expect.stringContaining('CF6605')]);
      return;
    }
    expect([errors, exitCode]).toEqual(['', 0]);
    const bytes = system.volume.readFileSync('/vnf/out') as Buffer;
    expect(await verify(bytes)).toMatchObject({ exitCode: 0, kind, base });
    const { files } = (await openPackage(bytes))!;
    const named = new Map([...files].map(([path, content]) => [path.split('/').at(-1)!, content]));
    const part = isModule
      ? { tar: 'vnf.plan', oci: 'initrd', csar: '', osm: '' }[kind]
      : kind === 'oci'
        ? 'kernel'
        : 'vnf.elf';
    expect(image.equals(named.get(part)!)).toBe(true);
    const xl = settings(parseXl(Buffer.from(named.get('xl.cfg')!).toString()).document);
    expect(xl.get('ramdisk')?.value).toEqual(
      isModule ? expect.objectContaining({ text: 'vnf.plan' }) : undefined,
    );
    expect(Buffer.from(named.get('configuration.click')!).toString()).toContain('FromDevice(0)');
  });
});

async function filesOf(bytes: Buffer): Promise<string[][]> {
  const opened = await openPackage(bytes);
  return [...opened!.files].map(([path, content]) => [path, createHash('md5').update(content).digest('hex')]);
}

describe('what other tools say', () => {
  test('tar unpacks it, sha256sum and openssl find it right', () => {
    writeFileSync(file('vnf.tar'), packages.get('tar')!);
    shell('tar', '-xf', 'vnf.tar');
    const manifest = JSON.parse(readFileSync(file('vnf/manifest.json'), 'utf8')) as {
      files: { path: string; sha256: string }[];
    };
    writeFileSync(
      file('vnf/sums'),
      manifest.files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join(''),
    );
    const checked = execFileSync('sha256sum', ['-c', 'sums'], { cwd: file('vnf'), encoding: 'utf8' });
    expect(checked.match(/: OK$/gm)).toHaveLength(manifest.files.length);
    const signature = ['-sigfile', 'vnf/manifest.json.sig', '-in', 'vnf/manifest.json'];
    const told = shell(
      'openssl',
      'pkeyutl',
      '-verify',
      '-rawin',
      '-pubin',
      '-inkey',
      'public.pem',
      ...signature,
    );
    expect(told).toContain('Verified Successfully');
  });

  test('skopeo reads and copies the OCI image', { timeout: TIMEOUT }, async () => {
    writeFileSync(file('vnf.oci.tar'), packages.get('oci')!);
    const inspected = JSON.parse(shell('skopeo', 'inspect', 'oci-archive:vnf.oci.tar')) as Record<
      string,
      unknown
    >;
    expect(inspected).toMatchObject({
      Os: 'xen',
      Architecture: 'x86_64',
      Layers: [expect.stringMatching(/^sha256:/)],
    });
    shell('skopeo', 'copy', '--insecure-policy', 'oci-archive:vnf.oci.tar', 'oci:layout:vnf');
    shell('skopeo', 'copy', '--insecure-policy', 'oci:layout:vnf', 'oci-archive:again.tar');
    const copied = JSON.parse(shell('skopeo', 'inspect', 'oci:layout:vnf')) as { Layers: [string] };
    mkdirSync(file('layer'));
    shell('tar', '-xf', `layout/blobs/${copied.Layers[0].replace(':', '/')}`, '-C', 'layer');
    expect(readFileSync(file('layer/unikraft/bin/kernel')).equals(made.image)).toBe(true);
    const again = await verify(readFileSync(file('again.tar')), '--verify-key', 'public.pem');
    expect(again).toMatchObject({ exitCode: 0, kind: 'oci' });
  });

  test('Python unpacks the CSAR, whose manifest lists everything', () => {
    writeFileSync(file('vnf.csar'), packages.get('csar')!);
    const script =
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip()); z.extractall(sys.argv[2])';
    expect(shell('python3', '-c', script, 'vnf.csar', 'csar').trim()).toBe('None');
    const list = readFileSync(file('csar/vnf.mf'), 'utf8');
    const sources = [...list.matchAll(/^Source: (.*)\nAlgorithm: SHA-256\nHash: (.*)$/gm)];
    expect(sources.map(([, path]) => path)).toContain('Files/vnf.elf');
    for (const [, path, sum] of sources)
      expect(
        createHash('sha256')
          .update(readFileSync(file(`csar/${path}`)))
          .digest('hex'),
      ).toBe(sum);
    const meta = readFileSync(file('csar/TOSCA-Metadata/TOSCA.meta'), 'utf8');
    const entry = /^Entry-Definitions: (.*)$/m.exec(meta)![1]!;
    const { topology_template: topology } = parseYaml(readFileSync(file(`csar/${entry}`), 'utf8')) as {
      topology_template: { node_templates: Record<string, { properties: Record<string, unknown> }> };
    };
    expect(Object.keys(topology.node_templates)).toEqual(['VNF', 'VDU', 'CP0', 'CP1']);
    const text = readFileSync(file(`csar/${entry}`), 'utf8');
    const paths = sources.map(([, path]) => path!);
    expect(mistakesIn(text, entry, paths)).toEqual([]);
    const bent = text.replace('flavour_id', 'flavor_id').replace('ethernet', 'Ethernet');
    expect(mistakesIn(bent.replace('- virtual_binding', '- binding'), entry, paths)).toEqual([
      'substitution_mappings: no flavour_id',
      'substitution_mappings: flavor_id is unknown',
      'CP0.layer_protocols: Ethernet is no [ethernet mpls odu2 ipv4 ipv6 pseudo-wire]',
      'CP0: binding is VDU',
      'CP0: nothing is its virtual_binding',
    ]);
    const named = [...meta.matchAll(/^ETSI-Entry-(?:Change-Log|Manifest): (.*)$/gm)].map(([, path]) => path);
    expect(named).toEqual(['vnf.mf', 'ChangeLog.txt']);
    expect(paths).toContain('ChangeLog.txt');
    expect(topology.node_templates.VDU!.properties.sw_image_data).toMatchObject({
      min_ram: '8 MiB',
      checksum: { hash: createHash('sha256').update(made.image).digest('hex') },
    });
  });

  test('tar unpacks the package of OSM, whose checksums fit and whose descriptor counts in GiB', () => {
    writeFileSync(file('osm.tar.gz'), packages.get('osm')!);
    shell('tar', '-xzf', 'osm.tar.gz');
    writeFileSync(file('md5'), readFileSync(file('vnf_vnf/checksums.txt'), 'utf8').replaceAll('\t', '  '));
    execFileSync('md5sum', ['-c', file('md5')], { cwd: file('vnf_vnf') });
    const { vnfd } = parseYaml(readFileSync(file('vnf_vnf/vnf_vnfd.yaml'), 'utf8')) as {
      vnfd: Record<string, unknown>;
    };
    expect(vnfd['virtual-compute-desc']).toMatchObject([{ 'virtual-memory': { size: 0.0078125 } }]);
    expect(vnfd['ext-cpd']).toHaveLength(2);
    expect(yanglint(vnfd)).toBe('');
    expect(yanglint({ ...vnfd, 'mgmt-cp': 'nowhere' })).toContain('mgmt-cp');
    expect(
      yanglint({ ...vnfd, 'ext-cpd': [{ id: 'vif0-ext', 'int-cpd': { 'vdu-id': 'vnf-vdu', cpd: 'a' } }] }),
    ).toContain('Must');
  });
});

const RULES = fileURLToPath(new URL('../fixtures/sol006-rules.yang', import.meta.url));

/** What yanglint has against a descriptor. JSON of YANG has numbers of more than 32 bits, or with a point, as text. */
function yanglint(vnfd: object): string {
  const text = JSON.stringify({ 'sol006-rules:vnfd': vnfd }, (name, value) =>
    /^size/.test(name) ? String(value) : value,
  );
  writeFileSync(file('vnfd.json'), text);
  const { status, stderr } = spawnSync('yanglint', [RULES, file('vnfd.json')], { encoding: 'utf8' });
  expect(status === 0).toBe(stderr === '');
  return stderr;
}

describe('what is refused', () => {
  test('archives with paths that lead out of them, that come twice, or that are no files', async () => {
    const bytes = Buffer.from('x');
    for (const path of ['../a', '/etc/passwd', 'a/../../b', 'a//b', 'a\\b', 'vnf/./a']) {
      const entries = [{ path, bytes }];
      for (const packed of [
        await packTar(entries),
        await packGzip(await packTar(entries)),
        await packZip(entries),
      ])
        expect([path, codesOf(await verify(Buffer.from(packed)))]).toEqual([path, ['CF6602']]);
    }
    const twice = [
      { path: 'vnf/a', bytes },
      { path: 'vnf/a', bytes },
    ];
    expect(codesOf(await verify(Buffer.from(await packTar(twice))))).toEqual(['CF6602']);
    execFileSync('ln', ['-s', '/etc/passwd', file('link')]);
    shell('tar', '-cf', 'link.tar', 'link');
    expect(codesOf(await verify(readFileSync(file('link.tar'))))).toEqual(['CF6602']);
  });

  test('a file more or less than the manifest lists, and another image', async () => {
    const { files: entries } = (await openPackage(packages.get('tar')!))!;
    const repack = async (change: (copy: Map<string, Uint8Array>) => void) => {
      const copy = new Map(entries);
      change(copy);
      return Buffer.from(await packTar([...copy].map(([path, bytes]) => ({ path: `vnf/${path}`, bytes }))));
    };
    expect((await verify(await repack(() => {}))).exitCode).toBe(0);
    expect(codesOf(await verify(await repack((copy) => copy.set('more', new Uint8Array()))))).toEqual([
      'CF6602',
    ]);
    expect(codesOf(await verify(await repack((copy) => copy.delete('xl.cfg'))))).toEqual(['CF6602']);
    expect(codesOf(await verify(await repack((copy) => copy.delete('manifest.json'))))).toEqual(['CF6601']);
    expect(
      codesOf(await verify(await repack((copy) => copy.set('manifest.json', Buffer.from('{}'))))),
    ).toEqual(['CF6602']);
    expect(codesOf(await verify(await repack((copy) => copy.set('__proto__', new Uint8Array()))))).toEqual([
      'CF6602',
    ]);
  });

  test('keys of another kind, and an image that cannot start alone', async () => {
    const bundle = async (...args: string[]) => {
      const { output } = await run(['bundle', 'vnf.elf', '--as', 'tar', ...VIFS, '--json', ...args]);
      return JSON.parse(output) as { diagnostics: { code: string; message: string }[] };
    };
    for (const key of ['rsa.pem', 'public.pem', 'vnf.elf'])
      expect(codesOf(await bundle('--sign', key))).toEqual(['CF6604']);
    expect(codesOf(await bundle('--name', '../../etc/passwd'))).toEqual(['CF6001']);
    expect(await verify(made.image)).toMatchObject({ exitCode: 0, kind: 'image' });
    expect(codesOf(await verify(made.image, '--verify-key', 'public.pem'))).toEqual(['CF6603']);
    expect(codesOf(await verify(Buffer.from('nothing of the kind')))).toEqual(['CF5001']);
  });

  test('no package is written anywhere but where it is to go', async () => {
    const { system } = await run(['bundle', 'vnf.elf', '--as', 'osm', ...VIFS, '--name', 'a.b_c-d']);
    const before = ['key.pem', 'public.pem', 'rsa.pem', 'sbom.json', 'stranger.pem', 'vnf.elf'];
    expect(system.volume.readdirSync('/vnf').sort()).toEqual(['a.b_c-d_vnf.tar.gz', ...before]);
    expect((await run(['bundle', 'vnf.elf', '--as', 'tar', ...VIFS, '--push', 'h/a'])).exitCode).toBe(2);
  });
});
