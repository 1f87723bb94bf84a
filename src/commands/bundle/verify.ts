import { Command } from 'commander';
import type { Verified } from '../../bundles/verify.ts';
import { readFile } from '../../system/read-file.ts';
import { EXIT } from '../exit-code.ts';
import { failure } from '../failure.ts';
import { type Outcome, Stop } from '../outcome.ts';
import type { Runner } from '../program.ts';
import type { Session } from '../session.ts';
import { count } from '../words.ts';
import { bundleFindings } from './findings.ts';

export function verifyCommand(run: Runner): Command {
  return new Command('verify')
    .description('check that a package or an image is whole, and, with a key, by whom it was made')
    .argument('<file>', 'package or image')
    .option('--verify-key <file>', 'public Ed25519 key (PEM) that has to have signed it')
    .action(run(verifyFile));
}

async function verifyFile(
  { system }: Session,
  path: string,
  { verifyKey }: { verifyKey?: string },
): Promise<Outcome> {
  const [{ verify }, { ImageError }] = await Promise.all([
    import('../../bundles/verify.ts'),
    import('../../image/error.ts'),
  ]);
  const bytes = readFile(system, path);
  const key = verifyKey === undefined ? undefined : readFile(system, verifyKey);
  try {
    const verified = await bundleFindings(path, () => verify(bytes, key));
    return {
      exitCode: EXIT.ok,
      diagnostics: [],
      result: { file: path, ...verified },
      text: told(path, verified),
    };
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    const { code, message, hint } = error;
    throw new Stop(failure(EXIT.findings, { code, message: `${path}: ${message}`, hint }));
  }
}

function told(
  path: string,
  { kind, configuration, base, files, signed, signatureVerified }: Verified,
): string {
  const signature = !signed ? 'none' : signatureVerified ? 'of this key' : 'not checked: give --verify-key';
  const rows = [
    ['kind', kind === 'image' ? 'image' : `${kind} package, ${count(files, 'file')} as the manifest says`],
    ['configuration', configuration],
    ['base image', base],
    ...(kind === 'image' ? [] : [['signature', signature]]),
  ];
  return `${path}: whole\n${rows.map(([name, value]) => `  ${name!.padEnd(14)} ${value}\n`).join('')}`;
}
