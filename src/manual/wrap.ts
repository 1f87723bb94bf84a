const WIDTH = 90;

/** Paragraphs as lines that are not too wide, each beginning with `indent`; empty lines stay between paragraphs. */
export function wrap(text: string, indent: string): string[] {
  const paragraphs = text.trim().split(/\n\s*\n/);
  return paragraphs.flatMap((paragraph, i) => [
    ...(i > 0 ? [''] : []),
    ...wrapParagraph(paragraph.split(/\s+/), indent),
  ]);
}

function wrapParagraph(words: string[], indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && indent.length + line.length + 1 + word.length > WIDTH) {
      lines.push(indent + line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, indent + line];
}
