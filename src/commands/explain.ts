import { Command } from 'commander';
import type { CodeTable, Explanation } from '../explanations/index.ts';
import { wrap } from '../manual/wrap.ts';
import { EXIT } from './exit-code.ts';
import { failure } from './failure.ts';
import type { Outcome } from './outcome.ts';
import type { Runner } from './program.ts';
import type { Session } from './session.ts';

export function explainCommand(run: Runner): Command {
  return new Command('explain')
    .description('explain a diagnostic code, or list all of them')
    .argument('[code]', 'code or short name, as CF2001 or unknown-class')
    .action(run(explainCode));
}

async function explainCode(_session: Session, wanted: string | undefined): Promise<Outcome> {
  const { allCodes, explain } = await import('../explanations/index.ts');
  const codes = await allCodes();
  if (wanted === undefined) return list(codes);
  const code = Object.keys(codes).find((each) => isMeant(wanted, each, codes[each]![0]));
  const explanation = code && (await explain(code));
  if (!code || !explanation) return unknown(wanted, codes);
  const [name, title] = codes[code]!;
  const { text, language = 'click', wrong, right } = explanation;
  return {
    exitCode: EXIT.ok,
    diagnostics: [],
    result: { code, name, title, text, language, wrong, right },
    text: page(code, name, title, explanation),
    wanted: true,
  };
}

function isMeant(wanted: string, code: string, name: string): boolean {
  return wanted.toUpperCase() === code || wanted.toLowerCase() === name;
}

async function unknown(wanted: string, codes: CodeTable): Promise<Outcome> {
  const { nearest } = await import('../nearest.ts');
  const near = nearest(wanted, [...Object.keys(codes), ...Object.values(codes).map(([name]) => name)]);
  const hint = near ? `did you mean ${near}?` : '`clickforge explain` lists the codes';
  return failure(EXIT.usage, { code: 'CF8001', message: `there is no diagnostic code ${wanted}`, hint });
}

function list(codes: CodeTable): Outcome {
  const entries = Object.entries(codes);
  const width = Math.max(...entries.map(([, [name]]) => name.length));
  const text = entries.map(([code, [name, title]]) => `${code}  ${name.padEnd(width)}  ${title}\n`).join('');
  const result = { codes: entries.map(([code, [name, title]]) => ({ code, name, title })) };
  return { exitCode: EXIT.ok, diagnostics: [], result, text, wanted: true };
}

function page(code: string, name: string, title: string, { text, wrong, right }: Explanation): string {
  return [
    `${code} ${name}: ${title}`,
    '',
    ...wrap(text, '  '),
    '',
    '  Wrong:',
    ...indented(wrong),
    '',
    '  Right:',
    ...indented(right),
    '',
  ].join('\n');
}

/** Control characters of an example are shown, not printed. */
function indented(example: string): string[] {
  const shown = example.replaceAll('\0', '\\0').trimEnd();
  return shown.split('\n').map((line) => `    ${line}`);
}
