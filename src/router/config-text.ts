import { afterPiece } from '../click-config-parser/scan.ts';
import { expandVariables } from './expand-variables.ts';
import { Budget, MAX_EXPANSION } from './limits.ts';
import { Variables } from './variables.ts';

/** Bytes that cannot be written as they are wherever variables may have put them, and variables for them. */
const NAMES: Record<string, string> = { '(': 'open', ')': 'close', $: 'dollar', '#': 'hash' };

export const BYTES_DEFINITION = `define(${Object.entries(NAMES)
  .map(([byte, name]) => `$clickforge_${name} ${byte}`)
  .join(', ')});`;

/** Configuration strings as they are written between parentheses. */
export class ConfigTexts {
  /** Whether a text that was written needs `BYTES_DEFINITION` before it. */
  needsBytes = false;

  /** What Click reads as `config` again. */
  write(config: string): string {
    const isOpen = (mayBeOpen(config) && endOf(config) !== config.length) || isLive(config);
    if (!isOpen && !config.includes('\n#') && !config.includes('\r#')) return config;
    let text = '';
    for (let pos = 0; pos < config.length; ) {
      const end = afterPiece(config, pos);
      const unit = config.substring(pos, end);
      const isDirective = unit === '#' && /[\r\n]/.test(config[pos - 1] ?? '');
      const name = isDirective || (isOpen && unit !== '#') ? NAMES[unit] : undefined;
      text += name === undefined ? unit : `$\{clickforge_${name}}`;
      this.needsBytes ||= name !== undefined;
      pos = end;
    }
    return text;
  }
}

/** Whether there are still variables in the text that mean something, as `${name-default}` does without its name. */
function isLive(config: string): boolean {
  if (!config.includes('$')) return false;
  const budget = new Budget(MAX_EXPANSION, '');
  return expandVariables(config, new Variables(undefined, 0), budget) !== config;
}

/** A variable may have put in one parenthesis of two. */
function mayBeOpen(config: string): boolean {
  return config.includes('(') || config.includes(')');
}

/** Where the parenthesis that opens before `config` closes, if another follows. */
function endOf(config: string): number {
  let depth = 1;
  let pos = 0;
  while (pos < config.length) {
    if (config[pos] === '(') depth++;
    else if (config[pos] === ')' && --depth === 0) return pos;
    pos = afterPiece(config, pos);
  }
  return depth === 1 ? pos : -1;
}
