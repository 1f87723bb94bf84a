import { allCodes, explain } from '../explanations/index.ts';
import { reportSarif, type SarifRule } from '../reporters/sarif.ts';
import { VERSION } from '../version.ts';
import type { Outcome } from './outcome.ts';

/** The findings of an outcome as a SARIF log, each rule with its explanation. */
export async function sarifDocument({ diagnostics, sources = new Map() }: Outcome): Promise<object> {
  const codes = await allCodes();
  const rules = new Map<string, SarifRule>();
  for (const code of new Set(diagnostics.map((each) => each.code))) {
    const [name, title] = codes[code] ?? [code, code];
    const explanation = await explain(code);
    rules.set(code, { name, title, ...(explanation && { help: help(explanation) }) });
  }
  return reportSarif(diagnostics, sources, {
    toolName: 'clickforge',
    toolVersion: VERSION,
    rule: (code) => rules.get(code),
  });
}

function help({ text, language = 'click', wrong, right }: NonNullable<Awaited<ReturnType<typeof explain>>>) {
  const block = (example: string) => `\`\`\`${language}\n${example.replaceAll('\0', '\\0')}\`\`\``;
  const markdown = `${text}\n\nWrong:\n\n${block(wrong)}\n\nRight:\n\n${block(right)}`;
  return { text: `${text}\n\nWrong:\n${wrong}\nRight:\n${right}`.replaceAll('\0', '\\0'), markdown };
}
