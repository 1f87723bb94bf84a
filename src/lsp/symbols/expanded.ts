import { afterComment, isComment } from '../../click-config-parser/scan.ts';

/** The text with blanks in place of comments: everything else stays where it is. */
export function withoutComments(text: string): string {
  return blanked(text, false);
}

/** The same with blanks where Click expands nothing, too: in single quotes that stand in no others. */
export function expanded(text: string): string {
  return blanked(text, true);
}

function blanked(text: string, singleQuoted: boolean): string {
  let result = '';
  let quote = '';
  for (let pos = 0; pos < text.length; ) {
    const char = text[pos]!;
    const isBlank = quote === '' && isComment(text, pos);
    const escapes = quote === '"' && char === '\\';
    const end = isBlank ? afterComment(text, pos) : Math.min(text.length, pos + (escapes ? 2 : 1));
    if (quote === '' ? char === '"' || char === "'" : char === quote) quote = quote === '' ? char : '';
    const hidden = singleQuoted && (quote === "'" || escapes);
    result += isBlank || hidden ? ' '.repeat(end - pos) : text.substring(pos, end);
    pos = end;
  }
  return result;
}
