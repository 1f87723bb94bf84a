import * as fc from 'fast-check';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { check, parse } from '../../../src/xen-xl-config/index.ts';
import { domainFiles } from '../../xen-xl-config/domains.ts';
import { viewOfJson } from '../../xen-xl-config/xl-json.ts';
import { xlView } from '../../xen-xl-config/xl-view.ts';
import type { Bed } from '../bed.ts';

/** Each is a process under emulation. */
const COUNT = 200;
const LONG = 300_000;

async function archive(texts: readonly string[]): Promise<Buffer> {
  const stream = pack();
  for (const [index, text] of texts.entries()) stream.entry({ name: String(index) }, text);
  stream.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The real xl's verdict on every text: its JSON, or undefined where it refuses the text. */
async function judge(bed: Bed, texts: readonly string[]): Promise<(string | undefined)[]> {
  await bed.dom0.put('/test/judge/texts.tar', await archive(texts));
  await bed.sh(
    `cd /test/judge && tar xf texts.tar && for ((i = 0; i < ${texts.length}; i++)); do
       xl -N create $i 2>/dev/null || echo refused
       echo "=== $i"
     done >/out/judge.txt`,
    240,
  );
  const verdicts = (await bed.dom0.get('/out/judge.txt')).toString('utf8').split(/=== [0-9]+\n/);
  return verdicts
    .slice(0, texts.length)
    .map((verdict) => (verdict.endsWith('refused\n') ? undefined : verdict));
}

/** Our reading of a text; undefined where we say that xl refuses it. */
function ours(text: string) {
  const { document, problems } = parse(text);
  const refused = [...problems, ...check(document)].some(({ severity }) => severity === 'error');
  return refused ? undefined : xlView(document);
}

export function xlJudge(bed: () => Bed): void {
  describe('the real xl', () => {
    it(`takes, refuses and reads ${COUNT} files as we do`, { timeout: LONG }, async () => {
      const texts = fc.sample(domainFiles, COUNT);
      const verdicts = await judge(bed(), texts);
      let taken = 0;
      for (const [index, text] of texts.entries()) {
        const verdict = verdicts[index];
        if (verdict !== undefined) taken++;
        expect({ text, view: ours(text) }).toEqual({ text, view: verdict && viewOfJson(verdict) });
      }
      bed().evidence.show(
        'xl-judge.txt',
        `${COUNT} generated files: xl took ${taken} and refused ${COUNT - taken}`,
      );
      expect(taken).toBeGreaterThan(COUNT / 4);
      expect(taken).toBeLessThan(COUNT);
    });
  });
}
