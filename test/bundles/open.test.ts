import { describe, expect, test } from 'vitest';
import { BundleError } from '../../src/bundles/codes.ts';
import { sha256 } from '../../src/bundles/manifest.ts';
import { openPackage } from '../../src/bundles/open.ts';
import { packTar } from '../../src/bundles/tar.ts';

type Files = Record<string, string | Buffer>;

/** Why a package of these files is refused. */
async function refused(files: Files): Promise<string> {
  const list = Object.entries(files).map(([path, content]) => ({ path, bytes: Buffer.from(content) }));
  const error = await openPackage(await packTar(list)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(BundleError);
  return (error as BundleError).message;
}

/** An OCI layout whose blobs are these, by name; `@NAME` in them stands for the digest of that one. */
function layout(
  blobs: Record<string, string | Buffer>,
  index = '{"manifests":[{"digest":"@manifest"}]}',
): Files {
  const digests = new Map<string, string>();
  const filled = (text: string) =>
    [...digests].reduce((each, [name, digest]) => each.replaceAll(`"${name}"`, `"${digest}"`), text);
  const files: Files = { 'oci-layout': '{"imageLayoutVersion":"1.0.0"}' };
  for (const [name, content] of Object.entries(blobs)) {
    const bytes = typeof content === 'string' ? Buffer.from(filled(content)) : content;
    digests.set(`@${name}`, `sha256:${sha256(bytes)}`);
    files[`blobs/sha256/${sha256(bytes)}`] = bytes;
  }
  return { ...files, 'index.json': filled(index) };
}

const MANIFEST = '{"config":{"digest":"@config"},"layers":[{"digest":"@layer"}]}';

const withLayer = (layer: string) =>
  layout({ config: '{}', manifest: `{"config":{"digest":"@config"},"layers":[${layer}]}` });

describe('an image that is not what it says', () => {
  test.each([
    ['without index', { 'oci-layout': '{}', 'index.json': 'x' }, 'is no JSON'],
    ['an index that is a number', { 'oci-layout': '{}', 'index.json': '1' }, 'is no JSON'],
    ['of two images', layout({}, '{"manifests":[{},{}]}'), 'not one image of one layer'],
    ['without its blob', layout({}, '{"manifests":[{"digest":"sha256:aa"}]}'), 'blob sha256:aa is missing'],
    [
      'without layers',
      layout({ config: '{}', manifest: '{"config":{"digest":"@config"},"layers":[]}' }),
      'not one image of one layer',
    ],
    [
      'of another layer',
      layout({ config: '{"rootfs":{"diff_ids":["sha256:00"]}}', layer: 'x', manifest: MANIFEST }),
      'speaks of another layer',
    ],
    [
      'without a root',
      layout({ config: '{}', layer: 'x', manifest: MANIFEST }),
      'not one image of one layer',
    ],
    [
      'of a digest that cannot be made text',
      layout({}, '{"manifests":[{"digest":{"toString":0,"valueOf":0}}]}'),
      'blob of no digest is missing',
    ],
    ['of a layer whose kind cannot be made text', withLayer('{"mediaType":{"toString":0}}'), 'no digest'],
    ['of null', layout({}, '{"manifests":[null]}'), 'blob of no digest is missing'],
    ['without a configuration', layout({ manifest: '{"layers":[null]}' }), 'blob of no digest is missing'],
    ['of a layer that is null', withLayer('null'), 'blob of no digest is missing'],
    ['of a layer whose kind is a number', withLayer('{"mediaType":7}'), 'blob of no digest is missing'],
  ])('%s', async (_title, files, message) => {
    expect(await refused(files)).toContain(message);
  });
});
